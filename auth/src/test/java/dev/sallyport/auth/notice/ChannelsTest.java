package dev.sallyport.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sallyport.auth.notice.NoticeTarget.MailServer;
import dev.sallyport.auth.notice.NoticeTarget.Security;
import dev.sallyport.auth.notice.NoticeTarget.Way;
import dev.sallyport.model.Failure;
import dev.sallyport.testing.tls.SelfSigned;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real HTTPS and SMTP on loopback. */
class ChannelsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final Notice NOTICE = new Notice(
            "01890a5d-ac96-774b-bcce-000000000000",
            NOW,
            "request.create",
            "Sallyport: <!channel> *zoë* asks for access",
            "Reason: \"break\" & <https://evil.example|click>\n",
            "{\"type\":\"request.create\"}");

    @TempDir
    private static Path folder;

    private static SSLContext server;
    private static Path certificate;

    private final BlockingQueue<Posted> posted = new ArrayBlockingQueue<>(16);

    private record Posted(Headers headers, String body) {}

    @BeforeAll
    static void makeCertificate() throws Exception {
        SelfSigned tls = SelfSigned.in(folder, "127.0.0.1");
        certificate = tls.certificate();
        server = tls.server();
    }

    @Test
    void aWebhooksBodyIsSignedWithItsTimeAndNamesTheEvent() throws Exception {
        // Given
        HttpsServer hook = https(200);
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Way.ToWebhook way = new Way.ToWebhook(url(hook), secret, Optional.of(certificate));

        // When
        new WebhookChannel(way, () -> NOW).send(NOTICE);

        // Then
        hook.stop(0);
        Posted got = posted.take();
        assertThat(got.body())
                .contains("\"id\":\"" + NOTICE.id() + "\"", "\"event\":{\"type\":\"request.create\"}", "zoë")
                .contains("\\\"break\\\"");
        assertThat(got.headers().getFirst(WebhookChannel.SIGNATURE))
                .isEqualTo("t=1700000000,v1=" + WebhookChannel.mac("s3cret", "1700000000." + got.body()));
        assertThat(got.headers().getFirst(WebhookChannel.DELIVERY)).isEqualTo(NOTICE.id());
    }

    @Test
    void whoeverShowsAnotherCertificateOrDoesNotAcceptGetsItAgain() throws Exception {
        // Given
        HttpsServer hook = https(500);
        Path secret = Files.writeString(folder.resolve("secret2"), "s3cret");
        WebhookChannel strange = new WebhookChannel(new Way.ToWebhook(url(hook), secret, Optional.empty()), () -> NOW);
        WebhookChannel failing =
                new WebhookChannel(new Way.ToWebhook(url(hook), secret, Optional.of(certificate)), () -> NOW);

        // Then
        assertThatThrownBy(() -> strange.send(NOTICE)).isInstanceOf(IOException.class);
        assertThat(posted).isEmpty();
        assertThatThrownBy(() -> failing.send(NOTICE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 500");
        hook.stop(0);
    }

    @Test
    void nothingIsSentInTheClear() {
        // Then
        assertThatThrownBy(
                        () -> new Way.ToWebhook(URI.create("http://localhost/in"), Path.of("secret"), Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("https");
    }

    @Test
    void whatPeopleWroteMakesNoMentionAndNoLinkInAChat() throws Exception {
        // Given
        HttpsServer hook = https(200);
        Path urlFile = Files.writeString(folder.resolve("slack-url"), url(hook) + "\n");

        // When
        new SlackChannel(new Way.ToSlack(urlFile, Optional.of(certificate))).send(NOTICE);

        // Then
        hook.stop(0);
        assertThat(posted.take().body())
                .startsWith("{\"text\":\"*Sallyport: &lt;!channel&gt; ∗zoë∗ asks for access*\\u000a")
                .contains("&lt;https://evil.example|click&gt;");
    }

    @Test
    void aMailHasTheEventsIdAndItsText() throws Exception {
        // Given
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            // When
            new MailChannel(mailTo(mail, Security.NONE)).send(NOTICE);

            // Then
            MimeMessage got = mail.getReceivedMessages()[0];
            assertThat(got.getSubject()).isEqualTo(NOTICE.title());
            assertThat(got.getContent().toString()).contains("Reason: \"break\"");
            assertThat(got.getMessageID()).isEqualTo("<" + NOTICE.id() + "@example.com>");
            assertThat(got.getAllRecipients()).hasSize(2);
        } finally {
            mail.stop();
        }
    }

    @Test
    void aServerWithoutTlsGetsNoMailThatWantsIt() {
        // Given
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            // Then
            assertThatThrownBy(() -> new MailChannel(mailTo(mail, Security.STARTTLS)).send(NOTICE))
                    .isInstanceOf(IOException.class);
            assertThat(mail.getReceivedMessages()).isEmpty();
        } finally {
            mail.stop();
        }
    }

    private static Way.ToMail mailTo(GreenMail mail, Security security) {
        return new Way.ToMail(
                new MailServer(
                        "127.0.0.1",
                        mail.getSmtp().getPort(),
                        security,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(certificate)),
                "sallyport@example.com",
                List.of("ann@example.com", "bob@example.com"));
    }

    private HttpsServer https(int answer) throws IOException {
        HttpsServer listening = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        listening.setHttpsConfigurator(new HttpsConfigurator(server));
        listening.createContext("/in", exchange -> {
            posted.add(new Posted(
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        listening.start();
        return listening;
    }

    private static URI url(HttpsServer listening) {
        return URI.create("https://localhost:" + listening.getAddress().getPort() + "/in");
    }
}
