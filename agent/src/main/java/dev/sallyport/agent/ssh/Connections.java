package dev.sallyport.agent.ssh;

import java.io.IOException;

/** Connections of one kind, handed to MINA's sessions. */
interface Connections<T extends Inbound> {

    /** Longest that cutting waits. */
    long CUT_MILLIS = 5_000;

    /** Begins to serve it; an exception means that it is closed. */
    void serve(T inbound) throws Exception;

    /** Closes all of them at once. */
    void cut() throws IOException;
}
