package dev.sallyport.proxy.tls;

import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The two ways in which this proxy terminates TLS itself: for agents, and for the gateway. */
public final class ServerTls implements AutoCloseable {

    /** ALPN of control streams. */
    public static final String CONTROL = "sallyport-control";

    /** ALPN of data connections where nothing but TLS gets through. */
    public static final String DATA = "sallyport-data";

    /** ALPN of people's TLS, which passes through. */
    public static final String RELAY = "sallyport-relay";

    /** Post-quantum first. */
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

    private final LiveMachine machine;
    private final PeerVerifier verifier;
    private final LiveContext agents;
    private final LiveContext gateway;

    /** Shows the machine's certificate of the moment, to the gateway's clients the public one where there is one. */
    public ServerTls(LiveMachine machine, InstantSource clock, Optional<PublicCertificate> publicCertificate) {
        this.machine = machine;
        verifier = PeerVerifier.trusting(machine.trust(), clock);
        agents =
                new LiveContext(machine::current, () -> agents(machine.current().tls(), verifier));
        gateway = publicCertificate
                .map(files -> new LiveContext(
                        files::stamp,
                        () -> gateway(SslContextBuilder.forServer(
                                files.certificate().toFile(), files.key().toFile()))))
                .orElseGet(() -> new LiveContext(
                        machine::current, () -> gateway(own(machine.current().tls()))));
    }

    /**
     * The node behind a handler for agents whose handshake is done.
     *
     * @throws NodePeer.NoNode where it is none, or not trusted at this moment
     */
    public NodePeer node(@Nullable SslHandler handler) throws NodePeer.NoNode {
        return NodePeer.of(handler, verifier);
    }

    /** Changes when the cluster's CAs do. */
    public long trustRevision() {
        return machine.current().trust().revision();
    }

    /** For an agent: TLS 1.3, its certificate required. */
    public SslHandler agentHandler(ByteBufAllocator allocator) throws SSLException {
        return agents.handler(allocator);
    }

    /** For the gateway. */
    public SslHandler gatewayHandler(ByteBufAllocator allocator) throws SSLException {
        return gateway.handler(allocator);
    }

    private static SslContext agents(TlsIdentity identity, PeerVerifier verifier) throws SSLException {
        return own(identity)
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(verifier.clientTrust())
                .applicationProtocolConfig(protocols(CONTROL, DATA))
                .build();
    }

    private static SslContext gateway(SslContextBuilder identity) throws SSLException {
        return identity.sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3", "TLSv1.2")
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .applicationProtocolConfig(protocols("http/1.1"))
                .build();
    }

    private static SslContextBuilder own(TlsIdentity identity) {
        return SslContextBuilder.forServer(identity.key(), identity.chain());
    }

    private static ApplicationProtocolConfig protocols(String... names) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, names);
    }

    @Override
    public void close() {
        agents.close();
        gateway.close();
    }
}
