package dev.sallyport.audit.recording;

import java.time.Duration;

/**
 * How a spool works.
 *
 * @param sealAfter a chunk that is not full is packed when its first entry is this old; it is then visible to the uploader
 * @param forced whether packed chunks are forced to the disk, at most once per {@code sealAfter} and at the end. Without, the
 *     loss of power can cost what is not uploaded yet; the death of the process costs nothing either way
 * @param maxBytes most bytes in the directory; writers fail with EXHAUSTED beyond
 * @param threads how many chunks are packed at a time, all sessions together
 */
public record SpoolSettings(Duration sealAfter, boolean forced, long maxBytes, int threads) {

    /** 2 s, not forced, 20 GiB, one thread. */
    public static final SpoolSettings DEFAULT = new SpoolSettings(Duration.ofSeconds(2), false, 20L << 30, 1);
}
