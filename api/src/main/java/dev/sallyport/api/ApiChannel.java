package dev.sallyport.api;

import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * A client's way to auth: dials a proxy, which copies bytes, and speaks TLS 1.3 with auth itself (SNI and authority
 * {@link ServerNames#AUTH}). Connects on the first call and again whenever it must.
 *
 * <p>Calls with one answer end after {@link #CALL_LIMIT} unless they say otherwise; messages have at most {@value
 * #MAX_MESSAGE_BYTES} bytes. Blocking stubs may be used from virtual threads. Wrap calls in {@link GrpcFailures#calling}.
 */
public final class ApiChannel implements AutoCloseable {

    /** How long a call with one answer may take where it has no deadline of its own. */
    public static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    /** Largest message, either way. */
    public static final int MAX_MESSAGE_BYTES = 4 << 20;

    /** Several chunks of a recording: with less, each would wait for a round trip. */
    private static final int WINDOW_BYTES = 512 << 10;

    private static final int MAX_METADATA_BYTES = 32 * 1024;
    private static final Duration PING_AFTER = Duration.ofSeconds(30);
    private static final Duration PING_ANSWER = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final ManagedChannel channel;
    private final Channel through;
    private final CallCount calls;

    private ApiChannel(ManagedChannel channel, Channel through, CallCount calls) {
        this.channel = channel;
        this.through = through;
        this.calls = calls;
    }

    /**
     * Opens a channel; nothing is dialled yet.
     *
     * @param proxy where to dial
     * @param trust verifies auth: against the CAs of the moment, or by pin at first contact
     * @param identity what this end shows, asked on every new connection; empty for nothing
     */
    public static ApiChannel open(ProxyAddress proxy, PeerVerifier trust, Supplier<Optional<TlsIdentity>> identity) {
        return open(proxy, trust, identity, SocketFactory.getDefault());
    }

    /** The same over sockets of this factory: for a client that must come from a certain address of its machine. */
    public static ApiChannel open(
            ProxyAddress proxy, PeerVerifier trust, Supplier<Optional<TlsIdentity>> identity, SocketFactory sockets) {
        FreshTls tls = new FreshTls(trust.serverTrust(ServerNames.AUTH), identity);
        CallCount calls = new CallCount();
        ManagedChannel channel = OkHttpChannelBuilder.forAddress(proxy.host(), proxy.port())
                .socketFactory(sockets)
                .sslSocketFactory(tls)
                .tlsConnectionSpec(FreshTls.protocols(), FreshTls.cipherSuites())
                .overrideAuthority(ServerNames.AUTH)
                .executor(Thread::startVirtualThread)
                .transportExecutor(Thread::startVirtualThread)
                .intercept(new UnaryDeadline(CALL_LIMIT), calls)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .keepAliveTime(PING_AFTER.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(PING_ANSWER.toSeconds(), TimeUnit.SECONDS)
                .build();
        return new ApiChannel(channel, channel, calls);
    }

    /** The same channel, with calls that go through this first. Closing either closes both. */
    public ApiChannel intercepted(ClientInterceptor interceptor) {
        return new ApiChannel(channel, ClientInterceptors.intercept(through, interceptor), calls);
    }

    /** For stubs. */
    public Channel channel() {
        return through;
    }

    /**
     * Lets the next call make a new connection, with the identity of its moment; calls and streams that are under way go
     * on over the old one. To be called after a renewal.
     */
    public void reconnect() {
        channel.enterIdle();
    }

    /** Ends it: at once where no call is under way, else after a moment for them to finish; then they are cancelled. */
    @Override
    public void close() {
        if (calls.isZero()) {
            // The transport's polite goodbye takes 0.3 s, for which a person at a prompt would wait.
            channel.shutdownNow();
            return;
        }
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
