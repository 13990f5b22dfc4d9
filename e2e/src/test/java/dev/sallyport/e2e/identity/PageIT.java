package dev.sallyport.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.dist.DistCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxies' page in a real browser, with a security key that the browser plays. */
@Tag("slow")
class PageIT {

    private static final String HOST = "proxy.test.example";

    @TempDir
    private Path folder;

    @Test
    void aPasskeyIsMadeInTheBrowserAndLogsIn() throws Exception {
        try (DistCluster cluster = DistCluster.startNamed(Path.of(System.getProperty("sallyport.dist")), HOST);
                Chromium browser = Chromium.start(folder, HOST, cluster.address())) {
            // Given
            Somebody paul = Somebody.invited(cluster, "paul", "access", "nobody");
            String recovery = paul.recoveryCodes().getFirst();
            browser.plugKeyIn();

            // When
            String made;
            try (Running adding = paul.begin(Map.of("SALLY_OTP", recovery), "mfa", "add", "--name=passkey")) {
                browser.confirm(adding.address());
                made = browser.said();
                adding.end().orFail();
            }
            String login;
            try (Running waiting = paul.begin(
                    "login",
                    "--proxy=" + cluster.proxy(),
                    "--user=paul",
                    "--password-file=" + paul.file("password"),
                    "--no-agent")) {
                browser.confirm(waiting.address());
                login = waiting.end().orFail();
            }

            // Then
            assertThat(made).isEqualTo("Done. Go back to your terminal.");
            assertThat(login).contains("as paul until");
            assertThat(browser.evaluate("location.hash").asText()).isEmpty();
            assertThat(browser.evaluate("fetch('https://example.com/').then(() => 'sent', () => 'refused')")
                            .asText())
                    .isEqualTo("refused");
        }
    }
}
