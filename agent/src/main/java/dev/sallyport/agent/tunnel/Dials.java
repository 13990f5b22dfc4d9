package dev.sallyport.agent.tunnel;

import dev.sallyport.protocols.tunnel.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the dials of one control stream, each on a virtual thread, and not more at a time than allowed. */
final class Dials {

    private static final Logger log = LoggerFactory.getLogger(Dials.class);

    private final Opener opener;
    private final Wrapping wrapping;
    private final Passages passages;
    private final TunnelSettings settings;
    private final Semaphore free;
    private final BiConsumer<byte[], String> refuse;

    /** @param refuse tells the proxy that this dial will not be answered, and why */
    Dials(
            Opener opener,
            Wrapping wrapping,
            Passages passages,
            TunnelSettings settings,
            BiConsumer<byte[], String> refuse) {
        this.opener = opener;
        this.wrapping = wrapping;
        this.passages = passages;
        this.settings = settings;
        this.free = new Semaphore(settings.maxDials());
        this.refuse = refuse;
    }

    /** Returns at once. */
    void answer(byte[] dialId) {
        if (!free.tryAcquire()) {
            refuse.accept(dialId, "too many dials at once");
            return;
        }
        Thread.ofVirtual().name("tunnel-dial").start(() -> {
            try {
                connectBack(dialId);
            } catch (IOException e) {
                log.warn("dial not answered reason={}", e.toString());
                refuse.accept(dialId, "cannot connect back");
            } catch (RuntimeException e) {
                log.error("dial failed", e);
                refuse.accept(dialId, "cannot connect back");
            } finally {
                free.release();
            }
        });
    }

    private void connectBack(byte[] dialId) throws IOException {
        Wrapping.Way way = wrapping.way();
        if (way != Wrapping.Way.UNPROVED) {
            pair(way, dialId, settings.startLimit());
            return;
        }
        DataLink link = opener.connect(way);
        Start start;
        try {
            start = opener.await(link, dialId, settings.bareLimit());
        } catch (IOException e) {
            if (!wrapping.bareFailed()) {
                throw e;
            }
            log.info("bare connections do not get through, using tls reason={}", e.toString());
            pair(Wrapping.Way.TLS, dialId, settings.startLimit());
            return;
        }
        wrapping.bareWorks();
        passages.begin(link, start);
    }

    private void pair(Wrapping.Way way, byte[] dialId, Duration limit) throws IOException {
        DataLink link = opener.connect(way);
        Start start = opener.await(link, dialId, limit);
        passages.begin(link, start);
    }
}
