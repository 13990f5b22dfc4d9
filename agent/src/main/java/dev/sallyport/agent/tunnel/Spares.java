package dev.sallyport.agent.tunnel;

import dev.sallyport.protocols.tunnel.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps data connections pre-dialled, one virtual thread each: when a session takes one, or one dies, the next is opened;
 * after a death not without a pause.
 */
final class Spares {

    private static final Logger log = LoggerFactory.getLogger(Spares.class);

    /** Never more, whatever the welcome says. */
    static final int MOST = 16;

    /** So many bare spares that die young in a row mean that bare connections do not get through. */
    private static final int SUSPICIOUS = 3;

    private final Opener opener;
    private final Wrapping wrapping;
    private final Passages passages;
    private final Duration young;
    private final RandomGenerator random;
    private final AtomicInteger diedYoung = new AtomicInteger();
    /** Open until no more are kept. Nobody is interrupted: a read that is would leave the channel in a state of no use. */
    private final CountDownLatch closed = new CountDownLatch(1);

    private int keepers;

    /** @param young a bare spare that dies before is suspicious */
    Spares(Opener opener, Wrapping wrapping, Passages passages, Duration young, RandomGenerator random) {
        this.opener = opener;
        this.wrapping = wrapping;
        this.passages = passages;
        this.young = young;
        this.random = random;
    }

    /** Begins to keep {@code count} of them. */
    synchronized void keep(int count) {
        while (!isClosed() && keepers < Math.min(count, MOST)) {
            keepers++;
            Thread.ofVirtual().name("tunnel-spare").start(this::keepOne);
        }
    }

    /** Keeps none from now on; those that wait end with the opener. */
    void close() {
        closed.countDown();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void keepOne() {
        Backoff backoff = new Backoff(random);
        while (!isClosed()) {
            try {
                useOne();
                backoff.reset();
            } catch (IOException e) {
                log.debug("spare lost reason={}", e.toString());
                pause(backoff.next());
            } catch (RuntimeException e) {
                log.error("spare failed", e);
                pause(backoff.next());
            }
        }
    }

    private void useOne() throws IOException {
        Wrapping.Way way = wrapping.way();
        DataLink link = opener.connect(way);
        long opened = System.nanoTime();
        @Nullable Start start = null;
        try {
            start = opener.await(link, null, null);
        } finally {
            judge(way, start != null, Duration.ofNanos(System.nanoTime() - opened));
        }
        if (way == Wrapping.Way.UNPROVED) {
            wrapping.bareWorks();
        }
        Start begun = start;
        // Not here: the next spare is opened meanwhile.
        Thread.ofVirtual().name("tunnel-passage").start(() -> passages.begin(link, begun));
    }

    private void judge(Wrapping.Way way, boolean used, Duration age) {
        if (used || age.compareTo(young) > 0) {
            diedYoung.set(0);
        } else if (way == Wrapping.Way.UNPROVED && diedYoung.incrementAndGet() >= SUSPICIOUS) {
            wrapping.bareFailed();
        }
    }

    private void pause(Duration time) {
        try {
            boolean _ = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
