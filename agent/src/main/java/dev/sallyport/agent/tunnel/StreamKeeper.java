package dev.sallyport.agent.tunnel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one control stream, for ever: whatever ended the last one, the next is tried, with a wait that grows. */
final class StreamKeeper {

    private static final Logger log = LoggerFactory.getLogger(StreamKeeper.class);

    /** A stream that lived for less does not make the waits short again. */
    private static final Duration PROVED = Duration.ofSeconds(10);

    private final Around around;
    private final ProxyAddresses addresses;
    private final Backoff backoff;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable ControlStream current;
    private volatile @Nullable String lastError = "no connection yet";

    StreamKeeper(Around around, ProxyAddresses addresses) {
        this.around = around;
        this.addresses = addresses;
        this.backoff = new Backoff(around.random());
        this.thread = Thread.ofVirtual().name("tunnel-keeper").unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    /** The next stream with what holds now, such as a renewed certificate; the old one ends when the new one is up. */
    void replace() {
        ControlStream stream = current;
        if (stream != null) {
            stream.replace();
        }
    }

    /** Ends the stream and opens no other. */
    void stop() {
        stopped = true;
        thread.interrupt();
        ControlStream stream = current;
        if (stream != null) {
            stream.end();
        }
    }

    boolean connected() {
        ControlStream stream = current;
        return stream != null && stream.alive();
    }

    /** Why there is no stream; empty when there is one. */
    Optional<String> trouble() {
        return connected() ? Optional.empty() : Optional.ofNullable(lastError);
    }

    private void keep() {
        while (!stopped) {
            long begun = System.nanoTime();
            try {
                holdOne();
            } catch (IOException e) {
                complain(e);
            } catch (InterruptedException e) {
                return;
            }
            if (Duration.ofNanos(System.nanoTime() - begun).compareTo(PROVED) > 0) {
                backoff.reset();
            }
            if (!stopped && !pause()) {
                return;
            }
        }
    }

    private void holdOne() throws IOException, InterruptedException {
        InetSocketAddress address = addresses.take();
        try {
            ControlStream stream = ControlStream.open(around, address);
            ControlStream old = current;
            current = stream;
            lastError = null;
            log.info("control stream up proxy={}", address);
            if (old != null) {
                old.retire();
            }
            if (stopped) {
                stream.end();
            }
            stream.awaitLeave();
        } finally {
            addresses.release(address);
        }
    }

    /** Each reason once, not at every attempt. */
    private void complain(IOException e) {
        String error = String.valueOf(Reasons.of(e));
        if (!error.equals(lastError)) {
            log.warn("no control stream reason={}", error);
        }
        lastError = error;
    }

    private boolean pause() {
        try {
            Thread.sleep(backoff.next());
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
