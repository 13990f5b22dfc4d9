package dev.sallyport.protocols.tunnel;

/** What the bytes so far say about a {@link Start}. */
public sealed interface StartPeek {

    /** Not the end of it yet: ask again with at least so many bytes from the beginning. */
    record More(int bytes) implements StartPeek {}

    /** All of it, and proved; it took so many bytes. */
    record Genuine(Start start, int bytes) implements StartPeek {}

    /** None, or a forged one; the reason is for a log. */
    record Wrong(String reason) implements StartPeek {}
}
