package dev.sallyport.protocols.tunnel;

/** Why an agent opened a data connection; the order is that of the bytes on the wire. */
public enum DataKind {
    /** To wait until it is needed. */
    SPARE,
    /** Because the proxy dialled. */
    ANSWER
}
