package dev.sallyport.auth.presence;

import java.time.Duration;

/** Whether a node can be reached now. */
public sealed interface Reach {

    /** Answered a probe just now. */
    record Reachable(Duration roundTrip) implements Reach {}

    /** Has a control stream, did not answer in time. */
    record Silent() implements Reach {}

    /** No proxy has a control stream of it. */
    record Offline() implements Reach {}
}
