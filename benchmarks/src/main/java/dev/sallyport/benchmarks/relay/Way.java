package dev.sallyport.benchmarks.relay;

import java.io.IOException;
import java.net.Socket;

/** A way from a client to the {@link FarEnd}, through some relay. */
interface Way {

    /** A new connection through the relay; what is written reaches a far end. */
    Socket connect() throws IOException;

    /** Seconds of processor time that the relay has used so far. */
    double cpuSeconds();
}
