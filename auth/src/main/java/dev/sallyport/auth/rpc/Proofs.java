package dev.sallyport.auth.rpc;

import com.google.protobuf.MessageLite;
import dev.sallyport.api.FactorTrailer;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.access.FactorRules;
import dev.sallyport.auth.people.ProofDesk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Through here goes every call that was authorised: where it takes a second factor of its own, it goes on with a proof for exactly this request, and with
 * nothing else. The method does not see the request before.
 */
public final class Proofs implements ServerInterceptor {

    private final FactorRules rules;
    private final ProofDesk proofs;

    public Proofs(FactorRules rules, ProofDesk proofs) {
        this.rules = rules;
        this.proofs = proofs;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        Caller caller = CallerContext.current();
        return rules.wants(caller, method)
                ? new Held<>(call, next.startCall(call, headers), caller.known(), headers.get(FactorTrailer.PROOF))
                : next.startCall(call, headers);
    }

    /** Keeps the request back until its proof was used up. */
    private final class Held<Q, R> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, R> call;
        private final Caller.Known caller;
        private final @Nullable String proof;
        private @Nullable Q request;
        private boolean refused;

        Held(ServerCall<Q, R> call, ServerCall.Listener<Q> next, Caller.Known caller, @Nullable String proof) {
            super(next);
            this.call = call;
            this.caller = caller;
            this.proof = proof;
        }

        @Override
        public void onMessage(Q message) {
            request = message;
        }

        @Override
        public void onHalfClose() {
            if (refused) {
                return;
            }
            String device;
            try {
                device = require();
            } catch (RuntimeException e) {
                refused = true;
                Metadata trailers = new Metadata();
                if (proof == null) {
                    trailers.put(FactorTrailer.WANTS, FactorTrailer.SECOND_FACTOR);
                }
                call.close(GrpcFailures.toStatus(e).getStatus(), trailers);
                return;
            }
            CallerContext.provedBy(device).run(this::goOn);
        }

        private void goOn() {
            Q proved = request;
            if (proved != null) {
                super.onMessage(proved);
            }
            super.onHalfClose();
        }

        /** The id of the device that proved it. */
        private String require() {
            if (proof == null) {
                throw Failure.of(
                        FailureCode.UNAUTHENTICATED,
                        "this takes a second factor of its own: a newer 'sally' asks for it");
            }
            if (!(request instanceof MessageLite message)) {
                throw Failure.of(FailureCode.INVALID, "a call without a request");
            }
            String method = call.getMethodDescriptor().getFullMethodName();
            return proofs.use(caller.identity().user(), caller.key(), method, message, proof);
        }
    }
}
