package dev.sallyport.auth.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.export.ExportTarget.Destination;
import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.testing.tls.SelfSigned;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS with certificates that openssl made, to servers that want a client's. */
@Timeout(60)
class NetworkSinksTest {

    @TempDir
    private static Path folder;

    private static SSLContext server;
    private static TlsFiles own;

    private final BlockingQueue<String> bodies = new ArrayBlockingQueue<>(16);

    /** A self-signed certificate for localhost, on both sides. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        SelfSigned tls = SelfSigned.in(folder, "127.0.0.1");
        own = new TlsFiles(Optional.of(tls.certificate()), Optional.of(tls.certificate()), Optional.of(tls.key()));
        server = tls.server();
    }

    private static List<ExportedEvent> batch() {
        FlatEvent event = new FlatEvent(
                "01890a5d-ac96-774b-bcce-000000000000",
                Instant.ofEpochMilli(1_700_000_000_000L),
                "user.login.failed",
                "USR001W",
                Map.of("user", "zoë"));
        byte[] leaf = "{\"id\":\"…\"}".getBytes(StandardCharsets.UTF_8);
        return List.of(new ExportedEvent(event, 7, leaf), new ExportedEvent(event, 8, leaf));
    }

    private HttpsServer https(int answer) throws IOException {
        HttpsServer listening = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        listening.setHttpsConfigurator(new HttpsConfigurator(server) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = server.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        listening.createContext("/in", exchange -> {
            boolean binary =
                    exchange.getRequestHeaders().getFirst("Content-Type").endsWith("protobuf");
            bodies.add(new String(
                    exchange.getRequestBody().readAllBytes(),
                    binary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        listening.start();
        return listening;
    }

    private static URI url(HttpsServer listening) {
        return URI.create("https://localhost:" + listening.getAddress().getPort() + "/in");
    }

    @Test
    void httpTakesAnArrayAndKnowsWhoSendsIt() throws Exception {
        HttpsServer listening = https(200);
        try {
            // When
            new HttpSink(url(listening), new ExportTls(own), ExportFormat.JSON).send(batch());

            // Then
            assertThat(bodies.take())
                    .isEqualTo("[{\"log_index\":7,\"severity\":\"warning\",\"event\":{\"id\":\"…\"}},\n"
                            + "{\"log_index\":8,\"severity\":\"warning\",\"event\":{\"id\":\"…\"}}]");
            TlsFiles nobody = new TlsFiles(own.ca(), Optional.empty(), Optional.empty());
            assertThatThrownBy(
                            () -> new HttpSink(url(listening), new ExportTls(nobody), ExportFormat.JSON).send(batch()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() ->
                            new HttpSink(url(listening), new ExportTls(TlsFiles.NONE), ExportFormat.JSON).send(batch()))
                    .isInstanceOf(IOException.class);
            assertThat(bodies).isEmpty();
        } finally {
            listening.stop(0);
        }
    }

    @Test
    void aCollectorReadsWhatOpenTelemetryHas() throws Exception {
        // Given
        HttpsServer listening = https(200);
        try {
            // When
            new OtlpSink(url(listening), new ExportTls(own), ExportFormat.JSON, "test.example.com").send(batch());

            // Then: read with OpenTelemetry's own classes
            ExportLogsServiceRequest read =
                    ExportLogsServiceRequest.parseFrom(bodies.take().getBytes(StandardCharsets.ISO_8859_1));
            ResourceLogs sent = read.getResourceLogs(0);
            assertThat(sent.getResource().getAttributesList())
                    .extracting(attribute -> attribute.getValue().getStringValue())
                    .containsExactly("sallyport", "test.example.com");
            assertThat(sent.getScopeLogs(0).getLogRecordsList())
                    .hasSize(2)
                    .first()
                    .satisfies(record -> {
                        assertThat(record.getTimeUnixNano()).isEqualTo(1_700_000_000_000_000_000L);
                        assertThat(record.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
                        assertThat(record.getBody().getStringValue()).startsWith("{\"log_index\":7,");
                        assertThat(record.getAttributesList())
                                .anySatisfy(attribute -> {
                                    assertThat(attribute.getKey()).isEqualTo("sallyport.log_index");
                                    assertThat(attribute.getValue().getIntValue())
                                            .isEqualTo(7);
                                })
                                .anySatisfy(attribute -> {
                                    assertThat(attribute.getKey()).isEqualTo("sallyport.user");
                                    assertThat(attribute.getValue().getStringValue())
                                            .isEqualTo("zoë");
                                });
                        assertThat(record.getUnknownFields().asMap().keySet()).isSubsetOf(Set.of(12));
                    });
            assertThat(read.getUnknownFields().asMap()).isEmpty();
        } finally {
            listening.stop(0);
        }
    }

    @Test
    void anAnswerThatIsNoYesIsANo() throws Exception {
        HttpsServer listening = https(503);
        try {
            assertThatThrownBy(() -> new HttpSink(url(listening), new ExportTls(own), ExportFormat.JSON).send(batch()))
                    .hasMessageContaining("503");
        } finally {
            listening.stop(0);
        }
    }

    @Test
    void syslogIsFramedAndAcceptedWhenTheOtherSideHasReadAll() throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            Thread.ofVirtual().start(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    bodies.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    bodies.add(e.toString());
                }
            });
            Destination.ToSyslog to =
                    new Destination.ToSyslog("localhost", listening.getLocalPort(), "example.com", own);

            // When
            new SyslogSink(to, new ExportTls(own), ExportFormat.JSON).send(batch().subList(0, 1));

            // Then
            String message = "<108>1 2023-11-14T22:13:20Z example.com sallyport - USR001W - "
                    + "{\"log_index\":7,\"severity\":\"warning\",\"event\":{\"id\":\"…\"}}";
            assertThat(bodies.take()).isEqualTo(message.getBytes(StandardCharsets.UTF_8).length + " " + message);
        }
    }
}
