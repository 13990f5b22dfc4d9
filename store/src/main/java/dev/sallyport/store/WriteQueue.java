package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the writer: bounded, in order, taken in groups. */
final class WriteQueue implements AutoCloseable {

    private static final int MAX_QUEUED = 4096;
    private static final int MAX_GROUP = 512;
    private static final long MAX_GROUP_BYTES = 16 << 20;

    private final Semaphore room = new Semaphore(MAX_QUEUED, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Waits while the queue is full. @throws Failure UNAVAILABLE if it is closed */
    void add(Pending pending) {
        takeRoom();
        lock.lock();
        try {
            if (closed) {
                room.release();
                throw Failure.of(FailureCode.UNAVAILABLE, "store: it is closed; nothing was written");
            }
            waiting.add(pending);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    private void takeRoom() {
        try {
            room.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of(
                    FailureCode.UNAVAILABLE, "store: interrupted while waiting to write; nothing was written", stopped);
        }
    }

    /** Waits for work; empty when it is closed and all is done. */
    List<Pending> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                added.awaitUninterruptibly();
            }
            List<Pending> group = new ArrayList<>();
            long bytes = 0;
            while (!waiting.isEmpty() && group.size() < MAX_GROUP && bytes < MAX_GROUP_BYTES) {
                Pending next = waiting.remove();
                bytes += next.bytes();
                group.add(next);
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** So many were answered. */
    void done(int count) {
        room.release(count);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            added.signal();
        } finally {
            lock.unlock();
        }
    }
}
