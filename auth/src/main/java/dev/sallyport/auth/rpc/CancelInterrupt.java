package dev.sallyport.auth.rpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that works on a call when the call is cancelled: the server library runs blocking methods on their
 * own thread, and leaves them running for nobody. Closed, it never interrupts: the thread's next work is not hit.
 */
final class CancelInterrupt implements AutoCloseable {

    private final Object lock = new Object();
    private @Nullable Thread worker;

    private CancelInterrupt(Thread worker) {
        this.worker = worker;
    }

    /** For the call that this thread works on. */
    static CancelInterrupt ofCurrentCall() {
        CancelInterrupt interrupt = new CancelInterrupt(Thread.currentThread());
        ServiceRequestContext call = ServiceRequestContext.currentOrNull();
        if (call != null) {
            CompletableFuture<Void> _ = call.whenRequestCancelling().thenRun(interrupt::cancelled);
        }
        return interrupt;
    }

    private void cancelled() {
        synchronized (lock) {
            if (worker != null) {
                worker.interrupt();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            worker = null;
        }
    }
}
