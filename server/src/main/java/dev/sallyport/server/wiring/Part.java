package dev.sallyport.server.wiring;

import dev.sallyport.model.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A role that runs, as the daemon handles it. */
interface Part extends AutoCloseable {

    /** auth, proxy, agent or witness. */
    String role();

    /** Where it listens, or what it is connected to: for the line that says that it runs. */
    String where();

    /** Why nobody should be sent here; empty where it does its work. */
    Optional<String> trouble();

    /** What somebody should look at while it goes on: a reason for an alarm, none to take its traffic away. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    List<Metric> metrics();

    /** Nothing new, and waits for what runs; at most so long. */
    void drain(Duration limit) throws InterruptedException;

    @Override
    void close();
}
