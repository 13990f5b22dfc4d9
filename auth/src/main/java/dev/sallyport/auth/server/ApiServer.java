package dev.sallyport.auth.server;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.ClientAddressSource;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/** The listening port. */
public final class ApiServer implements AutoCloseable {

    /** A recording's chunk and what is around it. */
    private static final int MAX_MESSAGE = 4 << 20;

    private static final int MAX_CONNECTIONS = 4_000;
    private static final int MAX_STREAMS = 100;
    private static final int MAX_HEADERS = 32 * 1024;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

    private final Server server;
    private final ScheduledExecutorService threads;

    private ApiServer(Server server, ScheduledExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * What is served, and how.
     *
     * @param listen port 0 for any
     * @param certificate asked on every handshake
     * @param clients verifies clients that show a certificate; none is needed
     * @param forwarders who may say in a PROXY header where a connection comes from
     * @param gate every call goes through it
     * @param tokens what is below these paths checks a token of its own
     */
    public record Setup(
            InetSocketAddress listen,
            ServerCertificate certificate,
            PeerVerifier clients,
            Predicate<InetAddress> forwarders,
            ServerInterceptor gate,
            List<BindableService> services,
            Map<String, HttpService> tokens) {
        public Setup {
            tokens = Map.copyOf(tokens);
        }
    }

    /**
     * Begins to listen.
     *
     * @throws Failure UNAVAILABLE where the address cannot be had
     */
    public static ApiServer start(Setup setup) {
        ScheduledExecutorService threads = BlockingThreads.create();
        Server server = builder(setup, threads).build();
        try {
            server.start().join();
            return new ApiServer(server, threads);
        } catch (CompletionException e) {
            threads.shutdownNow();
            CompletableFuture<?> _ = server.closeAsync();
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "auth cannot listen on " + setup.listen() + " (" + e.getCause() + "): is another one running?",
                    e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return Objects.requireNonNull(server.activePort(), "it listens").localAddress();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop().join();
    }

    private static ServerBuilder builder(Setup setup, ScheduledExecutorService threads) {
        ServerBuilder builder = Server.builder();
        TlsIdentity first = setup.certificate().identity();
        setup.tokens().forEach(builder::serviceUnder);
        return builder.port(setup.listen(), SessionProtocol.PROXY, SessionProtocol.HTTPS)
                .tls(TlsKeyPair.of(first.key(), first.chain()))
                .tlsCustomizer(tls -> customize(tls, setup))
                .tlsEngineType(TlsEngineType.OPENSSL)
                .clientAddressSources(ClientAddressSource.ofProxyProtocol())
                .clientAddressTrustedProxyFilter(setup.forwarders())
                .blockingTaskExecutor(threads, false)
                .maxNumConnections(MAX_CONNECTIONS)
                .http2MaxStreamsPerConnection(MAX_STREAMS)
                .http2MaxHeaderListSize(MAX_HEADERS)
                .maxRequestLength(MAX_MESSAGE)
                .requestTimeout(CALL_LIMIT)
                .idleTimeout(IDLE_LIMIT)
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(2))
                .service(service(setup));
    }

    /**
     * One context for all: where a key pair is asked for at each handshake, a context is made for each connection that finds no other
     * open, which costs 10 ms.
     */
    private static void customize(SslContextBuilder tls, Setup setup) {
        tls.protocols("TLSv1.3")
                .clientAuth(ClientAuth.OPTIONAL)
                .keyManager(
                        new LiveKeyManager(() -> Optional.of(setup.certificate().identity())))
                .trustManager(setup.clients().clientTrust());
    }

    private static GrpcService service(Setup setup) {
        return GrpcService.builder()
                .addServices(setup.services())
                .supportedSerializationFormats(
                        GrpcSerializationFormats.PROTO,
                        GrpcSerializationFormats.PROTO_WEB,
                        GrpcSerializationFormats.JSON)
                .enableHttpJsonTranscoding(JsonPaths.options())
                .jsonMarshallerFactory(_ -> JsonPaths.marshaller())
                .intercept(setup.gate())
                .useBlockingTaskExecutor(true)
                .useClientTimeoutHeader(true)
                .maxRequestMessageLength(MAX_MESSAGE)
                .maxResponseMessageLength(MAX_MESSAGE)
                .build();
    }
}
