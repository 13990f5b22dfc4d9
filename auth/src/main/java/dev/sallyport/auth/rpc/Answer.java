package dev.sallyport.auth.rpc;

import dev.sallyport.api.GrpcFailures;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;

/** How a method with one answer answers. */
final class Answer {

    private Answer() {}

    /** Runs the call on this thread, interrupted if the client goes meanwhile, and sends what comes of it. */
    static <T> void to(StreamObserver<T> observer, Callable<T> call) {
        T reply;
        try (CancelInterrupt _ = CancelInterrupt.ofCurrentCall()) {
            reply = call.call();
        } catch (InterruptedException e) {
            // Only a cancelled call is interrupted: nobody reads this answer, and nothing went wrong.
            Thread.currentThread().interrupt();
            observer.onError(
                    Status.CANCELLED.withDescription("the call was cancelled").asRuntimeException());
            return;
        } catch (Exception e) {
            observer.onError(GrpcFailures.toStatus(e));
            return;
        }
        observer.onNext(reply);
        observer.onCompleted();
    }
}
