package dev.sallyport.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.PemBundle;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API as JSON, asked with curl; by the true clock, as curl looks at certificates too. */
class JsonTest {

    private final ManualClock clock = new ManualClock(Instant.now());
    private final MemoryStore store = new MemoryStore(clock);
    private TestCluster cluster;

    @TempDir
    private Path folder;

    @BeforeEach
    void startCluster() {
        cluster = TestCluster.start(folder, store, clock);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
        store.close();
    }

    @Test
    void whatTheApiKeepsIsThereAsJsonUnderTheSameNames() throws Exception {
        // When
        String stored =
                curl("PUT", "/v1/users/bob", "{\"user\":{\"roles\":[\"access\"]},\"mode\":\"PUT_MODE_CREATE\"}");
        String one = curl("GET", "/v1/users/bob", "");
        String listed = curl("GET", "/v1/users?page_size=10&filter=contains(roles,%22access%22)", "");
        String none = curl("GET", "/v1/users?filter=contains(roles,%22auditor%22)", "");
        String removed = curl("DELETE", "/v1/users/bob", "");

        // Then
        assertThat(stored).startsWith("200 ").contains("\"name\":\"bob\"", "\"roles\":[\"access\"]");
        assertThat(one).startsWith("200 ").contains("\"revision\":");
        assertThat(listed).startsWith("200 ").contains("\"name\":\"bob\"");
        assertThat(none).startsWith("200 ").doesNotContain("bob");
        assertThat(removed).startsWith("200 ");
    }

    @Test
    void aRefusalTellsItsReasonAndItsCode() throws Exception {
        // When
        String missing = curl("GET", "/v1/users/nobody", "");
        String wrong = curl("PUT", "/v1/users/bob", "{\"user\":{\"rolse\":[]}}");
        String filter = curl("GET", "/v1/users?filter=nmae", "");

        // Then
        assertThat(missing).startsWith("404 ").contains("NOT_FOUND", "there is no user 'nobody'");
        assertThat(wrong).startsWith("400 ").contains("rolse");
        assertThat(filter).startsWith("400 ").contains("filter, character 1");
    }

    @Test
    void theGateIsTheSame() throws Exception {
        // When
        String nobody = curl(List.of(), "GET", "/v1/users", "");
        String anybody = curl(List.of(), "GET", "/v1/trust", "");
        String machine = curl("POST", "/v1/nodes:report", "{}");

        // Then
        assertThat(nobody).startsWith("401 ").contains("log in first");
        assertThat(anybody).startsWith("200 ").contains("\"cluster\":\"test.example.com\"");
        assertThat(machine).startsWith("404 ");
    }

    @Test
    void aPageOfAnotherSiteCannotAskInAPersonsName() throws Exception {
        // When: what a browser sends across sites without asking first
        String form = curl(
                List.of("--cert", admin(), "-H", "Content-Type: text/plain"),
                "POST",
                "/v1/tokens",
                "{\"type\":\"MACHINE_TYPE_NODE\"}");

        // Then
        assertThat(form).startsWith("400 ");
        assertThat(curl("GET", "/v1/tokens", "")).startsWith("200 ").doesNotContain("\"id\"");
    }

    @Test
    void aCallThatTakesASecondFactorIsProvedAsJsonToo() throws Exception {
        // Given
        TestCluster.Somebody alice = cluster.person("alice", "access");
        Path identity = file(alice, cluster.login(alice));
        String code = alice.phone().at(clock.instant());

        // When
        String refused = curl(identity, List.of(), "POST", "/v1/recovery-codes", "{}");
        String asked = curl(
                identity,
                List.of(),
                "POST",
                "/v1/proofs",
                "{\"method\":\"sallyport.v1.FactorService/MakeRecoveryCodes\",\"json\":\"{}\"}");
        String id = asked.replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        String answered = curl(
                identity,
                List.of(),
                "POST",
                "/v1/proofs/" + id + ":answer",
                "{\"answer\":{\"code\":\"" + code + "\"}}");
        List<String> proof = List.of("-H", "sallyport-proof: " + id);
        String other = curl(identity, proof, "DELETE", "/v1/devices/authenticator", "");
        String made = curl(identity, proof, "POST", "/v1/recovery-codes", "{}");
        String again = curl(identity, proof, "POST", "/v1/recovery-codes", "{}");

        // Then
        assertThat(refused).startsWith("401 ").contains("this takes a second factor of its own");
        assertThat(asked).startsWith("200 ").contains("\"one_time_code\":true");
        assertThat(answered).startsWith("200 ");
        assertThat(other).startsWith("401 ");
        assertThat(made).startsWith("200 ").contains("\"codes\":[");
        assertThat(again).startsWith("401 ");
        assertThat(curl(identity, List.of(), "GET", "/v1/devices", ""))
                .startsWith("200 ")
                .contains("authenticator");
    }

    /** Key and certificate of a login, as curl takes them. */
    private Path file(TestCluster.Somebody who, UserCredentials credentials) {
        Path file = folder.resolve(who.name() + ".pem");
        PemBundle.of(
                        who.tls().getPrivate(),
                        Certificates.decodeAll(credentials.getTlsChainList().stream()
                                .map(ByteString::toByteArray)
                                .toList()))
                .write(file);
        return file;
    }

    private String curl(Path identity, List<String> further, String method, String path, String body)
            throws IOException, InterruptedException {
        List<String> options =
                new ArrayList<>(List.of("--cert", identity.toString(), "-H", "Content-Type: application/json"));
        options.addAll(further);
        return curl(options, method, path, body);
    }

    private String admin() {
        return cluster.adminFile().toString();
    }

    private String curl(String method, String path, String body) throws IOException, InterruptedException {
        return curl(List.of("--cert", admin(), "-H", "Content-Type: application/json"), method, path, body);
    }

    /** Status, then what came. */
    private String curl(List<String> options, String method, String path, String body)
            throws IOException, InterruptedException {
        int port = cluster.port();
        List<String> line = new ArrayList<>(
                List.of("curl", "-sS", "--globoff", "--max-time", "20", "-X", method, "--cacert", admin()));
        line.addAll(List.of("--connect-to", "auth.sallyport.internal:443:127.0.0.1:" + port, "-w", "\n%{http_code}"));
        line.addAll(options);
        if (!body.isEmpty()) {
            line.addAll(List.of("--data-binary", body));
        }
        line.add("https://auth.sallyport.internal" + path);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        int cut = out.lastIndexOf('\n');
        return out.substring(cut + 1) + " " + out.substring(0, Math.max(cut, 0));
    }
}
