package dev.sallyport.api;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gives every call that has one answer an end. Streams live as long as they are wanted; a call's own deadline stays. */
record UnaryDeadline(Duration limit) implements ClientInterceptor {

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        boolean unlimited = method.getType() == MethodDescriptor.MethodType.UNARY && options.getDeadline() == null;
        return next.newCall(
                method, unlimited ? options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS) : options);
    }
}
