package dev.sallyport.store;

import dev.sallyport.model.Failure;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A mutation on its way to the writer, and its caller, who waits. */
final class Pending {

    private final Mutation mutation;
    private final CountDownLatch answered = new CountDownLatch(1);
    private long result;
    private @Nullable Failure failure;

    Pending(Mutation mutation) {
        this.mutation = mutation;
    }

    Mutation mutation() {
        return mutation;
    }

    /** Bytes of its values. */
    long bytes() {
        return mutation instanceof Mutation.Commit(var writes)
                ? writes.stream().mapToLong(Bounds::size).sum()
                : 0;
    }

    /** Whether it can fail after having changed something. */
    boolean needsSavepoint() {
        return mutation instanceof Mutation.Commit(var writes) && writes.size() > 1;
    }

    void result(long value) {
        result = value;
    }

    /** Refuses it, unless it was refused already. */
    void refuse(Failure why) {
        failure = failure == null ? why : failure;
    }

    boolean isRefused() {
        return failure != null;
    }

    /** Lets the caller go on. */
    void answer() {
        answered.countDown();
    }

    /** Waits also when interrupted: the writer answers soon, and only it knows the outcome. */
    long await() {
        boolean interrupted = false;
        while (true) {
            try {
                answered.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            // A new one, so that the stack is the caller's.
            throw Failure.of(failure.code(), failure.text(), failure);
        }
        return result;
    }
}
