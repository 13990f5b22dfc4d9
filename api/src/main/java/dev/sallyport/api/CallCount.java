package dev.sallyport.api;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls of a channel are under way. */
final class CallCount implements ClientInterceptor {

    private final AtomicInteger underWay = new AtomicInteger();

    boolean isZero() {
        return underWay.get() == 0;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                underWay.incrementAndGet();
                super.start(counting(listener), headers);
            }
        };
    }

    /** A call that was started is closed exactly once, whoever ends it. */
    private <R> ClientCall.Listener<R> counting(ClientCall.Listener<R> listener) {
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
                underWay.decrementAndGet();
                super.onClose(status, trailers);
            }
        };
    }
}
