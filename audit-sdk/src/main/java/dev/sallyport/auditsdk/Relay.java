package dev.sallyport.auditsdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what waits in an outbox, oldest first, from a thread of its own: reads a batch, posts it, removes it. A crash before the
 * last step posts it again, and auth knows it by the ids. While something is wrong it waits, from {@value #PAUSE_MILLIS} ms to
 * {@value #LONGEST_PAUSE_MILLIS} ms, and drops nothing.
 */
public final class Relay implements AutoCloseable {

    static final long PAUSE_MILLIS = 250;
    static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final int MOST_DOUBLINGS = 8;
    private static final int BATCH = 200;
    /** Auth takes 1 MiB, and one event has at most 64 KiB. */
    private static final int FULL = 900_000;

    /** What is remembered: the pins that were written into the destination, and those that the cluster said since. */
    private static final String PINS = "ca-pins";

    private static final String SINCE = " since: ";
    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);
    private static final long JOIN_MILLIS = 5_000;

    private final Outbox outbox;
    private final RelayListener listener;
    private final ClusterTrust trust;
    private final Post post;
    private final String written;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private String told = "";
    private long countedAt;

    private Relay(Outbox outbox, Destination destination, RelayListener listener) {
        this.outbox = outbox;
        this.listener = listener;
        this.written = String.join(" ", destination.pins());
        this.trust = new ClusterTrust(destination.pins());
        this.post = new Post(destination, trust);
        this.countedAt = System.nanoTime();
        this.thread = Thread.ofPlatform().daemon().name("sallyport-audit-relay").unstarted(this::run);
    }

    static Relay start(Outbox outbox, Destination destination, RelayListener listener) {
        Relay relay = new Relay(outbox, destination, listener);
        relay.thread.start();
        return relay;
    }

    /** Ends it; what is not delivered stays in the outbox. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = Duration.ZERO;
        int failures = 0;
        boolean knowing = false;
        while (!endsIn(pause)) {
            try {
                knowing = knowing || recall();
                pause = step() ? Duration.ZERO : Duration.ofMillis(PAUSE_MILLIS);
                failures = 0;
            } catch (IOException | SQLException | RuntimeException e) {
                tell(e instanceof Refusal ? e.getMessage() : e.toString());
                failures = Math.min(failures + 1, MOST_DOUBLINGS);
                long least = e instanceof Refusal refusal ? refusal.retryAfter().toMillis() : 0;
                pause = Duration.ofMillis(Math.max(least, Math.min(LONGEST_PAUSE_MILLIS, PAUSE_MILLIS << failures)));
            }
        }
    }

    /** The cluster may have said by which keys it is known since the destination was written. */
    private boolean recall() throws SQLException {
        try (Connection connection = outbox.connections().open()) {
            OutboxTable.remembered(connection, PINS)
                    .filter(known -> known.startsWith(written + SINCE))
                    .map(known -> known.substring(written.length() + SINCE.length()))
                    .ifPresent(known -> trust.learn(List.of(known.split(" "))));
            return true;
        }
    }

    /** @return whether something was delivered */
    private boolean step() throws IOException, SQLException {
        List<OutboxTable.Waiting> batch;
        try (Connection connection = outbox.connections().open()) {
            batch = cut(OutboxTable.oldest(connection, BATCH));
            count(connection, batch.isEmpty());
        }
        if (batch.isEmpty()) {
            return false;
        }
        Set<String> pins = post.send(body(batch));
        try (Connection connection = outbox.connections().open()) {
            connection.setAutoCommit(false);
            OutboxTable.remove(connection, batch);
            if (!pins.isEmpty()) {
                OutboxTable.remember(connection, PINS, written + SINCE + String.join(" ", pins));
            }
            connection.commit();
        }
        if (!pins.isEmpty()) {
            trust.learn(pins);
        }
        told = "";
        listener.delivered(batch.size());
        return true;
    }

    private void count(Connection connection, boolean empty) throws SQLException {
        if (empty) {
            outbox.counted(0);
        } else if (System.nanoTime() - countedAt > COUNT_EVERY.toNanos()) {
            outbox.counted(OutboxTable.count(connection));
            countedAt = System.nanoTime();
        }
    }

    private static List<OutboxTable.Waiting> cut(List<OutboxTable.Waiting> oldest) {
        int end = 0;
        for (long bytes = 0; end < oldest.size(); end++) {
            bytes += oldest.get(end).body().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > FULL && end > 0) {
                break;
            }
        }
        return oldest.subList(0, end);
    }

    private static byte[] body(List<OutboxTable.Waiting> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String before = "{\"events\":[";
        for (OutboxTable.Waiting event : batch) {
            out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
            out.writeBytes(event.body().getBytes(StandardCharsets.UTF_8));
            before = ",";
        }
        out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private void tell(@Nullable String reason) {
        if (!told.equals(reason)) {
            told = String.valueOf(reason);
            listener.waits(told);
        }
    }

    private boolean endsIn(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
