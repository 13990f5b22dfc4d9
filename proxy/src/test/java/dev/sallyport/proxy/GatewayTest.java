package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.PeerVerifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the proxy says by itself over HTTPS. */
class GatewayTest {

    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = TestProxy.start();
    }

    @AfterEach
    void stop() {
        proxy.close();
        assertThat(Leaks.found()).isEmpty();
    }

    private String ask(String request) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        PeerVerifier verifier = PeerVerifier.pinned(List.of(proxy.authority.pin()), proxy.clock);
        context.init(null, new TrustManager[] {verifier.serverTrust(ServerNames.PROXY)}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(proxy.connect(), ServerNames.PROXY, 443, true)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void trustNamesTheClusterAndItsPins() throws Exception {
        String answer = ask("GET /v1/trust HTTP/1.1\r\nHost: proxy.test\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("{\"cluster\":\"test\",\"pins\":[\"" + proxy.authority.pin() + "\"]}");
    }

    @Test
    void thePageForASecondFactorLetsNothingElseIn() throws Exception {
        String answer = ask("GET /second-factor HTTP/1.1\r\nHost: proxy.test\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .contains("content-security-policy: default-src 'none'; script-src 'self'", "frame-ancestors 'none'")
                .contains("referrer-policy: no-referrer", "x-content-type-options: nosniff")
                .contains("<script src=\"/second-factor.js\" defer>")
                .doesNotContain("onclick", "style=");
        assertThat(ask("GET /second-factor.js HTTP/1.1\r\nHost: proxy.test\r\n\r\n"))
                .contains("text/javascript", "navigator.credentials");
    }

    @Test
    void whatABrowserSaysIsCopiedToAuthAndBack() throws Exception {
        String head = "POST /v1/second-factor HTTP/1.1\r\nHost: proxy.test\r\nContent-Length: 2\r\n";
        assertThat(ask(head + "sallyport-code: abc\r\n\r\n{}"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("abc:{}");
        assertThat(ask(head + "sallyport-code: no\r\n\r\n{}"))
                .startsWith("HTTP/1.1 400")
                .endsWith("{\"error\":\"there is nothing to do here any more\"}");
        assertThat(ask(head + "\r\n{}")).startsWith("HTTP/1.1 400");
        assertThat(
                        ask(
                                "POST /v1/second-factor HTTP/1.1\r\nHost: x\r\nsallyport-code: a\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void nothingElseIsThere() throws Exception {
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404");
        assertThat(ask("POST /v1/trust HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(ask("\u0000garbage\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(ask("HEAD /v1/trust HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("\r\n\r\n");
    }
}
