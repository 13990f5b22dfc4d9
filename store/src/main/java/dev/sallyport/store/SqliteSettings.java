package dev.sallyport.store;

/**
 * How a {@link SqliteStore} works.
 *
 * @param maxBytes most bytes of the file; writes fail with UNAVAILABLE beyond. The write-ahead log beside it comes on top
 * @param readers how many threads read at a time; others wait
 */
public record SqliteSettings(HistoryLimits history, long maxBytes, int readers) {

    /** Default history, 64 GiB, four readers. */
    public static final SqliteSettings DEFAULT = new SqliteSettings(HistoryLimits.DEFAULT, 64L << 30, 4);
}
