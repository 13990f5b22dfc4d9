package dev.sallyport.agent.tunnel;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what is no longer needed, where a failure to close changes nothing. */
final class Quietly {

    private static final Logger log = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException | RuntimeException e) {
            log.debug("close failed what={} error={}", closeable.getClass().getSimpleName(), e.toString());
        }
    }
}
