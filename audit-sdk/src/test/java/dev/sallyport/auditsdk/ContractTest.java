package dev.sallyport.auditsdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with curl in docs/reference/audit-sdk.md, as it stands there. */
class ContractTest {

    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(curl .*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theExampleInTheReferenceStoresAnEventOnce() throws Exception {
        // Given
        try (Cluster cluster = new Cluster(Files.createDirectory(folder.resolve("auth")))) {
            Files.writeString(folder.resolve("cluster-ca.pem"), pem(cluster));
            Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/reference/audit-sdk.md")));
            assertThat(example.find()).isTrue();

            // When
            List<String> answers = List.of(run(example.group(1), cluster), run(example.group(1), cluster));

            // Then
            assertThat(answers).containsExactly("{\"stored\":1,\"known\":0}", "{\"stored\":0,\"known\":1}");
            assertThat(cluster.events()).singleElement().satisfies(event -> {
                assertThat(event.getType()).isEqualTo("ext.shop.order.placed");
                assertThat(event.getCode()).isEqualTo("EXT-1042I");
                assertThat(event.getFieldsMap())
                        .containsEntry("order", "17")
                        .containsEntry("emitter", "shop")
                        .containsEntry("event_id", "01980a5e-7c00-7000-8000-0123456789ab");
            });
        }
    }

    private String run(String script, Cluster cluster) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-ec", script)
                .directory(folder.toFile())
                .redirectErrorStream(false);
        shell.environment().put("ADDRESS", "127.0.0.1:" + cluster.port());
        shell.environment().put("TOKEN", cluster.emitter().getToken());
        Process process = shell.redirectError(folder.resolve("errors").toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        return out.strip();
    }

    private static String pem(Cluster cluster) {
        StringBuilder text = new StringBuilder();
        cluster.emitter()
                .getCaCertificatesList()
                .forEach(ca -> text.append("-----BEGIN CERTIFICATE-----\n")
                        .append(Base64.getMimeEncoder().encodeToString(ca.toByteArray()))
                        .append("\n-----END CERTIFICATE-----\n"));
        return text.toString();
    }
}
