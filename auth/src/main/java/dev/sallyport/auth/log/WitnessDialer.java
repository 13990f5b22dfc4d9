package dev.sallyport.auth.log;

import java.net.URI;

/** The way to a witness. */
@FunctionalInterface
public interface WitnessDialer {

    /** What came back: HTTP's code, the content's type, the content. */
    record Reply(int code, String type, String body) {}

    /**
     * Sends a request to add a checkpoint; returns within seconds.
     *
     * @throws dev.sallyport.model.Failure UNAVAILABLE where the witness is not reached
     */
    Reply post(URI witness, String request);
}
