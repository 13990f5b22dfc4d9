package dev.sallyport.auditsdk;

/** Hears how delivery goes, on the relay's thread: for the service's own log. */
public interface RelayListener {

    /** Hears nothing. */
    RelayListener NONE = new RelayListener() {};

    /** So many events are durable in the log. */
    default void delivered(int events) {}

    /** Nothing is delivered for now, and why: told when the reason changes. What waits stays; it is tried again. */
    default void waits(String reason) {}
}
