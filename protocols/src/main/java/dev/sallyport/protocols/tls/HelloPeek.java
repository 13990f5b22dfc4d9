package dev.sallyport.protocols.tls;

/** What the bytes so far say about a ClientHello. */
public sealed interface HelloPeek {

    /** Not the end of it yet: ask again with more bytes. */
    record More() implements HelloPeek {}

    /** All of it, and it made sense. */
    record Complete(ClientHello hello) implements HelloPeek {}

    /** No ClientHello, or one beyond the bounds; the reason is for a log. */
    record Malformed(String reason) implements HelloPeek {}
}
