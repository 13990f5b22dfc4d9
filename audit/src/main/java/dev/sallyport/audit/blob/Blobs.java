package dev.sallyport.audit.blob;

import java.util.List;
import java.util.Optional;

/**
 * Things kept whole under names such as {@code recordings/7f/0000002a}: parts of lower-case letters, digits, {@code . _ -}, with {@code /} between. Safe for
 * use by many threads. Everything throws {@link dev.sallyport.model.Failure}: UNAVAILABLE where it cannot be done now, INTERNAL where what
 * is there is damaged.
 */
public interface Blobs extends AutoCloseable {

    /** Most bytes of one: 32 MiB. */
    int MAX_BYTES = 32 << 20;

    /** Most names of one {@link #list}. */
    int MAX_LISTED = 1000;

    /** What is there under a name. */
    record Stored(String name, long bytes) {}

    /**
     * Puts it where nothing is; the same again is fine.
     *
     * @throws dev.sallyport.model.Failure CONFLICT where something else has the name: that stays
     */
    void create(String name, byte[] bytes);

    /** Puts it in the place of whatever has the name. */
    void replace(String name, byte[] bytes);

    /** All of it; empty where nothing has the name. */
    Optional<byte[]> read(String name);

    /**
     * What is known to be there. A place that is slow to show what it took is asked some times.
     *
     * @throws dev.sallyport.model.Failure UNAVAILABLE also where nothing has the name
     */
    byte[] fetch(String name);

    /** What is there from this byte on, at most so many, fewer at its end; empty where nothing has the name. */
    Optional<byte[]> read(String name, long from, int most);

    /**
     * Names below a folder and what is below that, in the order of their characters.
     *
     * @param folder ends with a slash; "" for all
     * @param after the last name of the page before, "" at first
     * @param most at most {@link #MAX_LISTED}; fewer come only at the end
     */
    List<Stored> list(String folder, String after, int most);

    /** It is gone after this, if it ever was there. */
    void delete(String name);

    /** Returns when names that were put or deleted before it survive the loss of power, where that is not so at once. */
    void sync();

    @Override
    void close();
}
