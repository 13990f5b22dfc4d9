package dev.sallyport.auth.export;

import java.io.IOException;
import java.util.List;

/** Takes batches. For one thread at a time. */
@FunctionalInterface
interface Sink extends AutoCloseable {

    /** Returns when the batch is accepted; what throws is sent again, all of it. Returns or throws within a minute. */
    void send(List<ExportedEvent> batch) throws IOException;

    /** Lets go of what stays open between batches. */
    @Override
    default void close() {}
}
