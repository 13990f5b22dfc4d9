package dev.sallyport.server.wiring;

import dev.sallyport.model.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A role that runs, as the daemon handles it. */
interface Part extends AutoCloseable {

    /** auth, proxy or agent. */
    String role();

    /** Where it listens, or what it is connected to: for the line that says that it runs. */
    String where();

    /** Why it does not do all of its work; empty where it does. */
    Optional<String> trouble();

    List<Metric> metrics();

    /** Nothing new, and waits for what runs; at most so long. */
    void drain(Duration limit) throws InterruptedException;

    @Override
    void close();
}
