package dev.sallyport.audit.log;

/** The nodes of a tree. */
@FunctionalInterface
public interface NodeSource {

    /**
     * The root of a perfect subtree.
     *
     * @param level 0 for leaves; the subtree has 2<sup>level</sup> of them
     * @param index its place among those of its level: it begins at leaf {@code index << level}
     * @throws dev.sallyport.model.Failure NOT_FOUND where the tree is not so large, or this part of it is missing
     */
    byte[] node(int level, long index);
}
