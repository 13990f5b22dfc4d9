package dev.sallyport.audit.search;

/** Keeps an index unreadable on the disk. */
public interface IndexSeal {

    /** @param place bound to the sealed bytes: they open nowhere else */
    byte[] seal(byte[] plain, String place);

    /** @throws dev.sallyport.model.Failure INTERNAL where it was sealed with another key, for another place, or changed */
    byte[] open(byte[] sealed, String place);
}
