package dev.sallyport.cli.factor;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AnswerProofReply;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.StartProofRequest;
import dev.sallyport.model.Failure;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls that auth refuses because they take a second factor of their own are made once more, with one.
 *
 * <p>It happens where the refusal arrives, on the thread that waits for the call: to whoever calls, it is one call that takes longer.
 */
public final class Proving implements ClientInterceptor {

    private final Answering answering;

    public Proving(Answering answering) {
        this.answering = answering;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        ClientCall<Q, R> first = next.newCall(method, options);
        return method.getType() == MethodDescriptor.MethodType.UNARY
                ? new Tried<>(first, () -> next.newCall(method, options), method, next)
                : first;
    }

    /** The id of a challenge that was proved for this call. */
    private String prove(Channel channel, String method, ByteString request) {
        var factors = FactorServiceGrpc.newBlockingStub(channel);
        FactorChallenge challenge = GrpcFailures.calling(() -> factors.startProof(StartProofRequest.newBuilder()
                .setMethod(method)
                .setRequest(request)
                .build()));
        Optional<FactorAnswer> answer = answering.answer(challenge);
        AnswerProofRequest.Builder asked = AnswerProofRequest.newBuilder().setId(challenge.getId());
        answer.ifPresent(asked::setAnswer);
        Waiting.until(challenge.getNotAfter(), answering.tools().pause(), () -> {
            AnswerProofReply reply = GrpcFailures.calling(() -> factors.answerProof(asked.build()));
            return reply.getPending() ? Optional.empty() : Optional.of(true);
        });
        return challenge.getId();
    }

    private interface Again<Q, R> {
        ClientCall<Q, R> call();
    }

    /** The first try, and what is needed for the second. */
    private final class Tried<Q, R> extends SimpleForwardingClientCall<Q, R> {

        private final Again<Q, R> again;
        private final MethodDescriptor<Q, R> method;
        private final Channel channel;
        private @Nullable Q request;

        Tried(ClientCall<Q, R> first, Again<Q, R> again, MethodDescriptor<Q, R> method, Channel channel) {
            super(first);
            this.again = again;
            this.method = method;
            this.channel = channel;
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            Metadata kept = new Metadata();
            kept.merge(headers);
            super.start(
                    new SimpleForwardingClientCallListener<R>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            if (FactorTrailer.SECOND_FACTOR.equals(trailers.get(FactorTrailer.WANTS))) {
                                secondTry(listener, kept);
                            } else {
                                super.onClose(status, trailers);
                            }
                        }
                    },
                    headers);
        }

        @Override
        public void sendMessage(Q message) {
            request = message;
            super.sendMessage(message);
        }

        private void secondTry(Listener<R> listener, Metadata headers) {
            if (!(request instanceof MessageLite message)) {
                listener.onClose(Status.INTERNAL.withDescription("a call without a request"), new Metadata());
                return;
            }
            try {
                headers.put(FactorTrailer.PROOF, prove(channel, method.getFullMethodName(), message.toByteString()));
            } catch (Failure e) {
                listener.onClose(GrpcFailures.toStatus(e).getStatus(), new Metadata());
                return;
            }
            ClientCall<Q, R> second = again.call();
            second.start(listener, headers);
            second.request(2);
            second.sendMessage(java.util.Objects.requireNonNull(request));
            second.halfClose();
        }
    }
}
