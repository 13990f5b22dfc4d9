package dev.sallyport.audit.recording;

import java.time.Duration;

/**
 * How a spool works.
 *
 * @param sealAfter a chunk that is not full is packed when its first entry is this old; it is then visible to the uploader
 * @param forceAfter what is in the spool's files is forced to the disk when it is this old. The loss of power costs at most
 *     that much, a tick of 100 ms and what the disk needs, together below one second by default; the death of the process
 *     costs one tick
 * @param maxBytes most bytes in the directory; writers fail with EXHAUSTED beyond
 * @param threads how many chunks are packed at a time, all sessions together
 * @param recipients who can read what is recorded
 */
public record SpoolSettings(
        Duration sealAfter, Duration forceAfter, long maxBytes, int threads, Recipients recipients) {

    /** Not encrypted. */
    public SpoolSettings(Duration sealAfter, Duration forceAfter, long maxBytes, int threads) {
        this(sealAfter, forceAfter, maxBytes, threads, Recipients.everybody());
    }

    /** 2 s, 500 ms, 20 GiB, one thread. */
    public static final SpoolSettings DEFAULT =
            new SpoolSettings(Duration.ofSeconds(2), Duration.ofMillis(500), 20L << 30, 1);

    /** The same, for these readers. */
    public SpoolSettings with(Recipients readers) {
        return new SpoolSettings(sealAfter, forceAfter, maxBytes, threads, readers);
    }
}
