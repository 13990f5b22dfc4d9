package dev.sallyport.protocols.tunnel;

/** What a {@link FrameReader} has. */
public sealed interface FrameOutcome {

    /** Not a whole frame yet. */
    record More() implements FrameOutcome {}

    /** The inside of one frame, 1 to 65,536 bytes. */
    record Frame(byte[] payload) implements FrameOutcome {}

    /** A length that no frame has; the stream must end. */
    record Impossible(long length) implements FrameOutcome {}
}
