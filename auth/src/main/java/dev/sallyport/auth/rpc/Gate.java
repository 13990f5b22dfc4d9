package dev.sallyport.auth.rpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.access.Standing;
import dev.sallyport.auth.trail.Denials;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.x509.PeerRefused;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.VerifiedPeer;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Through here goes every call: who is calling, how often, whether they may. The certificate is verified again on each
 * call: a connection may be older than a revoked CA key or than the certificate's end.
 */
public final class Gate implements ServerInterceptor {

    private final Sources sources;
    private final PeerVerifier verifier;
    private final Standing standing;
    private final Authorization authorization;
    private final SourceLimits limits;
    private final InFlight inFlight;
    private final Denials denials;
    private final Proofs proofs;

    public Gate(
            Sources sources,
            PeerVerifier verifier,
            Standing standing,
            Authorization authorization,
            SourceLimits limits,
            InFlight inFlight,
            Denials denials,
            Proofs proofs) {
        this.sources = sources;
        this.verifier = verifier;
        this.standing = standing;
        this.authorization = authorization;
        this.limits = limits;
        this.inFlight = inFlight;
        this.denials = denials;
        this.proofs = proofs;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        ServiceRequestContext context = ServiceRequestContext.current();
        try {
            limits.require(sources.of(context).getAddress(), method);
            Caller caller = caller(context, source(context), method);
            authorization.require(caller, method);
            return counted(CallerContext.with(caller), call, headers, next);
        } catch (PeerRefused e) {
            denials.denied(EventSubject.NONE.withSource(source(context)), method, String.valueOf(e.getMessage()));
            call.close(Status.UNAUTHENTICATED.withDescription(e.getMessage()), new Metadata());
        } catch (RuntimeException e) {
            note(e, context, method);
            StatusRuntimeException status = GrpcFailures.toStatus(e);
            call.close(status.getStatus(), new Metadata());
        }
        return new ServerCall.Listener<>() {};
    }

    private String source(ServiceRequestContext context) {
        InetSocketAddress source = sources.of(context);
        return source.getAddress().getHostAddress() + ":" + source.getPort();
    }

    /** What was a no, and not an outage, goes to the trail. */
    private void note(RuntimeException thrown, ServiceRequestContext context, String method) {
        if (thrown instanceof Failure failure
                && (failure.code() == FailureCode.DENIED || failure.code() == FailureCode.UNAUTHENTICATED)) {
            denials.denied(subject(context), method, failure.text());
        }
    }

    /** Who a certificate says it is, where it is in order; what it may do is another matter. */
    private EventSubject subject(ServiceRequestContext context) {
        String source = source(context);
        try {
            List<X509Certificate> chain = chain(context.sslSession());
            if (chain.isEmpty()) {
                return new Caller.Nobody(source).subject();
            }
            VerifiedPeer peer = verifier.verifyClient(chain);
            Instant notBefore = peer.certificate().getNotBefore().toInstant();
            return new Caller.Known(peer.identity().identity(), List.of(), notBefore, source).subject();
        } catch (PeerRefused e) {
            return new Caller.Nobody(source).subject();
        }
    }

    private <Q, R> ServerCall.Listener<Q> counted(
            Context context, ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Runnable ended = inFlight.begin();
        try {
            CountedCall<Q, R> counted = new CountedCall<>(call, ended);
            return counted.listening(Contexts.interceptCall(
                    context, counted, headers, (proved, with) -> proofs.interceptCall(proved, with, next)));
        } catch (RuntimeException e) {
            ended.run();
            throw e;
        }
    }

    private Caller caller(ServiceRequestContext context, String source, String method) throws PeerRefused {
        List<X509Certificate> chain = chain(context.sslSession());
        if (chain.isEmpty()) {
            return new Caller.Nobody(source);
        }
        VerifiedPeer peer = verifier.verifyClient(chain);
        return standing.of(peer, source, method);
    }

    private static List<X509Certificate> chain(@org.jspecify.annotations.Nullable SSLSession session) {
        try {
            Certificate[] shown = Objects.requireNonNull(session).getPeerCertificates();
            return Arrays.stream(shown).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            // Shows none: may call what is open to anybody.
            return List.of();
        }
    }
}
