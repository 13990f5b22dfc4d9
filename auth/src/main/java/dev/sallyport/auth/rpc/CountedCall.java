package dev.sallyport.auth.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** A call that tells its end, whichever side ends it. */
final class CountedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private final Runnable ended;

    CountedCall(ServerCall<Q, R> call, Runnable ended) {
        super(call);
        this.ended = ended;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        try {
            super.close(status, trailers);
        } finally {
            ended.run();
        }
    }

    /** The same for the client's side: what listens to this call hears of a cancellation first. */
    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> listener) {
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                try {
                    super.onCancel();
                } finally {
                    ended.run();
                }
            }
        };
    }
}
