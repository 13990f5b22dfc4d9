package dev.sallyport.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import dev.sallyport.testing.dist.UnixUser;
import dev.sallyport.testing.sso.FakeProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Devices, identity providers and sessions that take a proof, by the commands that people type. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class IdentityIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final UnixUser unixUser = UnixUser.create("sallyident");
    private final DistCluster cluster = DistCluster.start(Path.of(System.getProperty("sallyport.dist")));

    @BeforeAll
    void startAgent() {
        cluster.startAgent();
    }

    @AfterAll
    void stop() {
        try (unixUser) {
            cluster.close();
        }
    }

    @Test
    void aKeyIsAddedOnTheProxiesPageLogsInAndIsTheLastThatStays() {
        // Given
        Somebody anna = Somebody.invited(cluster, "anna", "access", unixUser.name());
        List<String> codes = anna.recoveryCodes();
        SoftBrowser browser = new SoftBrowser();

        // When
        anna.add(browser, "yellow key", codes.getFirst());
        String devices = anna.sally(Map.of(), "mfa", "ls").orFail();
        Ran login = byBrowser(
                browser,
                anna.begin(
                        "login",
                        "--proxy=" + cluster.proxy(),
                        "--user=anna",
                        "--password-file=" + anna.file("password"),
                        "--no-agent"));
        Ran removed = byBrowser(browser, anna.begin("mfa", "rm", "authenticator"));
        Ran last = byBrowser(browser, anna.begin("mfa", "rm", "yellow key"));

        // Then
        assertThat(codes).hasSize(8);
        assertThat(devices).contains("authenticator", "yellow key", "webauthn", "7 recovery codes are left.");
        assertThat(login.orFail()).contains("as anna until");
        assertThat(removed.orFail()).contains("Removed authenticator.");
        assertThat(last.exit()).isNotZero();
        assertThat(last.err()).contains("is the last second factor of anna", "sally mfa add");
        assertThat(cluster.admin("audit", "ls", "--user=anna", "--format=json").orFail())
                .contains("password+webauthn", "user.device.added", "user.device.removed");
    }

    @Test
    void aPersonOfAnOpenIdProviderIsTriedAndLogsIn() throws Exception {
        try (FakeProvider provider = new FakeProvider(
                InstantSource.system(),
                Map.of("sub", "0815", "email", "otto@example.com", "preferred_username", "otto", "groups", "dev"))) {
            // Given
            Somebody otto = Somebody.unknown(cluster, "otto");
            Path secret = otto.write("secret", FakeProvider.SECRET);
            String document = cluster.admin(
                            "sso",
                            "configure",
                            "oidc",
                            "corp",
                            "--set",
                            "issuer_url=" + provider.issuer(),
                            "--set",
                            "client_id=" + FakeProvider.CLIENT,
                            "--set",
                            "username_claim=preferred_username",
                            "--secret-file=" + secret,
                            "--roles",
                            "groups,dev,access")
                    .orFail();
            Path file = otto.write("corp.yaml", document);

            // When
            Ran tried = visited(otto.begin(administrator(), "sso", "test", "-f", file.toString(), "--browser=none"));
            cluster.admin("create", "-f", file.toString()).orFail();
            Ran login = visited(otto.begin(
                    Map.of(),
                    "login",
                    "--proxy=" + cluster.proxy(),
                    "--ca-pin=" + cluster.pin(),
                    "--auth=corp",
                    "--browser=none",
                    "--no-agent"));

            // Then
            assertThat(tried.orFail()).contains("User:    otto", "Roles:   access", "A login would be let in.");
            assertThat(login.orFail()).contains("as otto until");
            assertThat(otto.sally(Map.of(), "status").orFail()).contains("otto", "access");
            assertThat(cluster.admin("audit", "ls", "--user=otto", "--format=json")
                            .orFail())
                    .contains("oidc:corp");
        }
    }

    @Test
    void aPersonOfADirectoryIsTriedAndLogsIn() throws Exception {
        InMemoryDirectoryServer directory = directory();
        try {
            // Given
            Somebody ida = Somebody.unknown(cluster, "ida");
            Path password = ida.write("password", "ida's password");
            Path file = ida.write("ad.yaml", """
                    kind: ldap
                    version: v1
                    metadata: {name: ad}
                    spec:
                      urls: ["ldap://127.0.0.1:%d"]
                      user_base: dc=example,dc=com
                      attributes: [mail]
                      attributes_to_roles: [{name: mail, value: "*@example.com", roles: [access]}]
                    """.formatted(directory.getListenPort()));
            cluster.admin("create", "-f", file.toString()).orFail();

            // When
            String tried = cluster.admin("sso", "test", "ad", "--user=ida", "--password-file=" + password)
                    .orFail();
            Ran login = ida.sally(
                    Map.of(),
                    "login",
                    "--proxy=" + cluster.proxy(),
                    "--ca-pin=" + cluster.pin(),
                    "--auth=ad",
                    "--user=ida",
                    "--password-file=" + password,
                    "--no-agent");

            // Then
            assertThat(tried).contains("User:    ida", "A login would be let in.");
            assertThat(login.orFail()).contains("as ida until");
        } finally {
            directory.shutDown(true);
        }
    }

    @Test
    void sessionsCopiesAndJoinersTakeASecondFactorEachWhereARoleSaysSo() throws Exception {
        // Given
        Somebody mia = careful("mia");
        SoftBrowser browser = new SoftBrowser();
        mia.add(browser, "green key", mia.recoveryCodes().getFirst());
        Path here = mia.write("parcel", "carried over");
        Path there = Path.of("/tmp/sallyident-" + cluster.address());
        Somebody olga = Somebody.invited(cluster, "olga", "access", unixUser.name());

        // When
        Ran session = byBrowser(browser, mia.begin("ssh", target(), "echo", "proved"));
        Ran copy = byBrowser(browser, mia.begin("scp", here.toString(), target() + ":" + there));
        String copied = Files.readString(there);
        Files.delete(there);
        try (Running shared = olga.begin("ssh", "-tt", target(), "echo shared-screen; sleep 60")) {
            shared.awaitOut("shared-screen");
            await().atMost(SOON).until(() -> active().contains("shared-screen"));
            String id = active().replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
            try (Running joined = mia.begin("join", "--mode=observer", id)) {
                browser.answer(joined.address());

                // Then
                joined.awaitOut("you are here as observer");
            }
        }
        assertThat(session.orFail()).contains("proved");
        assertThat(copy.exit()).as(copy.err()).isZero();
        assertThat(copied).isEqualTo("carried over");
        assertThat(cluster.admin("audit", "ls", "--user=mia", "--kind=user.session.certificate", "--format=json")
                        .orFail())
                .contains("join:observer:");
    }

    @Test
    void aLockOnADeviceEndsWhatItProved() {
        // Given
        Somebody nora = careful("nora");
        SoftBrowser browser = new SoftBrowser();
        nora.add(browser, "lost key", nora.recoveryCodes().getFirst());
        String devices = nora.sally(Map.of(), "mfa", "ls", "--format=json").orFail();
        String id =
                devices.replaceAll("(?s).*\"id\"\\s*:\\s*\"([0-9a-f]{12})\",\\s*\"name\"\\s*:\\s*\"lost key\".*", "$1");

        try (Running session = nora.begin("ssh", target(), "echo began; sleep 120")) {
            browser.answer(session.address());
            session.awaitOut("began");

            // When
            String locked = cluster.admin("lock", "add", "--mfa-device=" + id, "--message=lost on a train")
                    .orFail();

            // Then
            assertThat(locked).contains("Locked second factor " + id);
            assertThat(session.end().exit()).isNotZero();
        }
        Ran again = byBrowser(browser, nora.begin("ssh", target(), "true"));
        assertThat(again.exit()).isNotZero();
        assertThat(again.err()).contains("the second factor was wrong");
    }

    /** Somebody whose one role takes a second factor for each session. */
    private Somebody careful(String name) {
        Somebody somebody = Somebody.unknown(cluster, name);
        Path role = somebody.write("role.yaml", """
                kind: role
                version: v1
                metadata: {name: careful-%s}
                spec:
                  options: {require_session_mfa: true}
                  allow:
                    logins: [%s]
                    node_labels: {env: test}
                    join_sessions: [{roles: [access], modes: [observer]}]
                """.formatted(name, unixUser.name()));
        cluster.admin("create", "-f", role.toString()).orFail();
        return Somebody.invited(cluster, name, "careful-" + name, unixUser.name());
    }

    private String target() {
        return unixUser.name() + "@" + DistCluster.NODE;
    }

    private String active() {
        return cluster.admin("sessions", "ls", "--active", "--format=json").orFail();
    }

    private static Ran byBrowser(SoftBrowser browser, Running waiting) {
        try (waiting) {
            browser.answer(waiting.address());
            return waiting.end();
        }
    }

    /** Goes where the address says, and on to where that sends. */
    private static Ran visited(Running waiting) throws IOException, InterruptedException {
        try (waiting;
                HttpClient browser = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            HttpResponse<String> shown = browser.send(
                    HttpRequest.newBuilder(URI.create(waiting.address())).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
            return waiting.end();
        }
    }

    private Map<String, String> administrator() {
        return Map.of(
                "SALLY_IDENTITY", cluster.directory().resolve("core/admin.pem").toString(),
                "SALLY_PROXY", cluster.proxy());
    }

    private static InMemoryDirectoryServer directory() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.add(
                "dn: uid=ida,dc=example,dc=com",
                "objectClass: inetOrgPerson",
                "uid: ida",
                "cn: Ida",
                "sn: Ida",
                "mail: ida@example.com",
                "userPassword: ida's password");
        server.startListening();
        return server;
    }
}
