package dev.sallyport.store;

import java.util.List;
import java.util.function.Consumer;

/**
 * The one thread that writes. What queues while a transaction is being forced to the disk goes into the next one
 * together, and each caller is answered when that is durable. A failure of the storage takes the whole transaction, and
 * all in it are told so.
 */
final class WriterThread implements AutoCloseable {

    private final WriteQueue queue = new WriteQueue();
    private final Consumer<List<Pending>> write;
    private final Runnable end;
    private final Thread thread;

    /**
     * @param write writes a group, and gives each its result or refuses it; throws nothing
     * @param end runs when all is written and this was closed
     */
    WriterThread(Consumer<List<Pending>> write, Runnable end) {
        this.write = write;
        this.end = end;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Runs the mutation and waits until it is durable. */
    long run(Mutation mutation) {
        Pending pending = new Pending(mutation);
        queue.add(pending);
        return pending.await();
    }

    private void run() {
        for (List<Pending> group = queue.take(); !group.isEmpty(); group = queue.take()) {
            write.accept(group);
            group.forEach(Pending::answer);
            queue.done(group.size());
        }
        end.run();
    }

    /** Writes what is queued, then stops. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
