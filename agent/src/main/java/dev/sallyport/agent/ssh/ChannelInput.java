package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a channel's data from the client to a {@link Sink} without ever blocking the connection: what the sink does not
 * take at once is queued, and a thread of its own brings it there. The window opens again only by what the sink took, so
 * the queue never holds more than one window.
 */
final class ChannelInput {

    private static final Logger log = LoggerFactory.getLogger(ChannelInput.class);

    /** Where the data goes. One call at a time. */
    interface Sink {
        /** Takes what it can without blocking; 0 for nothing, -1 when it will never take any more. */
        int offer(byte[] bytes, int offset, int length) throws IOException;

        /** Takes all of it, blocking. Returns false when it will never take any more. */
        boolean take(byte[] bytes, int offset, int length) throws IOException;

        /** There is no more. */
        void end() throws IOException;
    }

    private final Channel channel;
    private final Sink sink;
    private final ThreadFactory threads;
    private final ConnectionGauge gauge;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private @Nullable Thread drainer;
    private boolean draining;
    private boolean ended;
    private boolean deaf;

    /**
     * @param threads makes the thread that drains, when one is needed
     * @param gauge of the connection
     */
    ChannelInput(Channel channel, Sink sink, ThreadFactory threads, ConnectionGauge gauge) {
        this.channel = channel;
        this.sink = sink;
        this.threads = threads;
        this.gauge = gauge;
    }

    /** Data from the client, in a buffer that is the caller's again afterwards. */
    void data(byte[] bytes, int offset, int length) throws IOException {
        int taken = 0;
        synchronized (this) {
            if (!deaf && !draining && queue.isEmpty()) {
                taken = offer(bytes, offset, length);
            }
            if (deaf) {
                taken = length;
            } else if (taken < length) {
                byte[] rest = new byte[length - taken];
                System.arraycopy(bytes, offset + taken, rest, 0, rest.length);
                queue.add(rest);
                gauge.incoming(rest.length);
                wakeDrainer();
            }
        }
        if (taken > 0) {
            channel.getLocalWindow().release(taken);
        }
    }

    /** The client sends no more. */
    synchronized void eof() {
        if (ended) {
            return;
        }
        ended = true;
        if (queue.isEmpty() && !draining) {
            endSink();
        }
        notifyAll();
    }

    /** Whether everything that came was taken or dropped. */
    synchronized boolean isDrained() {
        return queue.isEmpty() && !draining;
    }

    /** Waits until {@link #isDrained}, at most this long. */
    synchronized void awaitDrained(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toMillis(); !isDrained() && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** Nothing more will be taken; what is queued is dropped. */
    synchronized void stop() {
        deaf = true;
        ended = true;
        for (byte[] dropped = queue.poll(); dropped != null; dropped = queue.poll()) {
            gauge.taken(dropped.length);
        }
        notifyAll();
    }

    private int offer(byte[] bytes, int offset, int length) throws IOException {
        int n = sink.offer(bytes, offset, length);
        if (n < 0) {
            deaf = true;
            return length;
        }
        return n;
    }

    private void wakeDrainer() {
        if (drainer == null) {
            drainer = threads.newThread(this::drain);
            drainer.start();
        }
        notifyAll();
    }

    private void drain() {
        try {
            for (byte[] next = next(); next != null; next = next()) {
                boolean took = sink.take(next, 0, next.length);
                synchronized (this) {
                    draining = false;
                    deaf |= !took;
                    notifyAll();
                }
                gauge.taken(next.length);
                release(next.length);
            }
        } catch (IOException | RuntimeException e) {
            log.debug("input ends channel={} error={}", channel.getChannelId(), e.toString());
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
        if (!isDeaf()) {
            endSink();
        }
    }

    private synchronized byte @Nullable [] next() throws InterruptedException {
        while (queue.isEmpty() && !ended && !deaf) {
            wait();
        }
        byte[] next = deaf ? null : queue.poll();
        draining = next != null;
        return next;
    }

    private synchronized boolean isDeaf() {
        return deaf;
    }

    private void release(int bytes) throws IOException {
        Session session = channel.getSession();
        if (session.isOpen() && channel.isOpen()) {
            channel.getLocalWindow().release(bytes);
        }
    }

    private void endSink() {
        try {
            sink.end();
        } catch (IOException | RuntimeException e) {
            log.debug("end of input failed channel={} error={}", channel.getChannelId(), e.toString());
        }
    }
}
