package dev.sallyport.audit.recording;

import java.util.UUID;

/**
 * What there is of a recording.
 *
 * @param chunks how many chunks
 * @param bytes their size together
 * @param digest SHA-256 of the last chunk in hex; it binds all chunks before it. Zeros without chunks
 */
public record RecordingSummary(UUID session, int chunks, long bytes, String digest, RecordingState state) {}
