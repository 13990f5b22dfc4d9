package dev.sallyport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.TerminateSessionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings and administration, as the local administrator, over real TLS. */
class CommandsTest {

    @TempDir
    private Path folder = Path.of("");

    private final FakeCluster cluster = new FakeCluster();
    private final FakeAuth auth = new FakeAuth(cluster.services());
    private Runner sally = new Runner(folder);

    @BeforeEach
    void begin() throws Exception {
        sally = new Runner(folder);
        Path identity = Files.writeString(folder.resolve("admin.pem"), auth.identityFile());
        sally.environment.put("SALLY_IDENTITY", identity.toString());
    }

    @AfterEach
    void end() {
        auth.close();
    }

    @Test
    void lsShowsTruthHarmlessly() {
        // Given
        cluster.nodes.add(
                node("box1", Node.Reach.REACHABLE).setProbeMicros(1234).build());
        cluster.nodes.add(node("evil\u001b]0;owned\u0007\u202e", Node.Reach.OFFLINE)
                .setLastSeen(Fields.timestamp(Instant.now().minus(Duration.ofMinutes(5))))
                .putLabels("env", "\u001b[31mred")
                .build());

        // When
        assertThat(run("ls")).isZero();

        // Then
        assertThat(sally.terminal.shown().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("box1", "reachable", "1.2 ms", "now"))
                .anySatisfy(line -> assertThat(line)
                        .contains("evil\\x1b]0;owned\\x07\\u{202e}", "offline", "5 min ago", "env=\\x1b[31mred"));
        assertThat(sally.terminal.shown()).doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @Test
    void lsAsNamesAndJson() {
        // Given
        cluster.nodes.add(
                node("box1", Node.Reach.SILENT).putLabels("env", "dev").build());

        // When / Then
        run("ls", "--format=names");
        assertThat(sally.terminal.shown()).isEqualTo("box1\n");
        run("ls", "--format=json");
        assertThat(sally.terminal.shown()).isEqualTo("""
                        [
                        {"name": "box1", "id": "id-box1", "reach": "silent", "probe_micros": null, "last_seen": null,\
                         "version": "0.1.0", "labels": {"env": "dev"}}
                        ]
                        """);
    }

    @Test
    void lsHandsFiltersOn() {
        // When
        run("ls", "--search=bo", "env=dev", "team=a=b");

        // Then
        ListNodesRequest asked = (ListNodesRequest) cluster.asked.getFirst();
        assertThat(asked.getSearch()).isEqualTo("bo");
        assertThat(asked.getLabelsMap()).containsEntry("env", "dev").containsEntry("team", "a=b");
    }

    @Test
    void usersAddGivesALinkOnce() {
        // When
        assertThat(run("users", "add", "bob", "--roles=access,editor", "--logins=a,b", "--ttl=2h", "--format=json"))
                .isZero();

        // Then
        AddUserRequest asked = (AddUserRequest) cluster.asked.getFirst();
        assertThat(asked.getRolesList()).containsExactly("access", "editor");
        assertThat(asked.getTraitsOrThrow("logins").getValuesList()).containsExactly("a", "b");
        assertThat(asked.getInviteTtlSeconds()).isEqualTo(7200);
        assertThat(sally.terminal.shown()).contains("\"link\": \"https://proxy.example:443/invite/c0de#sha256:");
    }

    @Test
    void usersLsIsHarmless() {
        // When
        run("users", "ls");

        // Then
        assertThat(sally.terminal.shown()).contains("alice\\x1b[2J", "active", "access");
    }

    @Test
    void failuresOfTheClusterAreOneHarmlessLineAndTheirCode() {
        // When
        int code = run("users", "rm", "x");

        // Then
        assertThat(code).isEqualTo(68);
        assertThat(sally.terminal.complained())
                .isEqualTo("sally: there is no user \\x1b]0;x\\x07. Next: sally users ls\n");
    }

    @Test
    void rolesAddSaysWhatIsAllowedAndNothingElse() {
        // When
        run("roles", "add", "dev", "--logins=ubuntu", "--node-labels=env=dev|test,team=a", "--permit=file_copy");

        // Then
        Role role = (Role) cluster.asked.getFirst();
        RoleConditions allow = role.getSpec().getAllow();
        RoleOptions options = role.getSpec().getOptions();
        assertThat(allow.getNodeLabelsOrThrow("env").getValuesList()).containsExactly("dev", "test");
        assertThat(allow.getNodeLabelsOrThrow("team").getValuesList()).containsExactly("a");
        assertThat(options.getSshFileCopy()).isTrue();
        assertThat(options.getPortForwarding() || options.getForwardAgent()).isFalse();
        assertThat(allow.getRulesCount()).isZero();
        assertThat(options.getMaxSessionTtl()).isEqualTo("30h");
    }

    @Test
    void rolesLs() {
        // When
        run("roles", "ls", "--format=json");

        // Then
        assertThat(sally.terminal.shown()).contains("\"name\": \"access\"", "\"permits\": [\"file_copy\", \"rules\"]");
    }

    @Test
    void tokensAddGivesTokenAndPin() {
        // When
        run("tokens", "add", "--type=node", "--format=json");

        // Then
        assertThat(((AddTokenRequest) cluster.asked.getFirst()).getType()).isEqualTo(MachineType.MACHINE_TYPE_NODE);
        assertThat(sally.terminal.shown())
                .contains(
                        "{\"token\": \"t0ken\", ",
                        "\"type\": \"node\"",
                        "\"ca_pin\": \"sha256:" + "a".repeat(64) + "\"")
                .hasLineCount(1);
    }

    @Test
    void sessionsLsIsHarmless() {
        // When
        run("sessions", "ls");

        // Then
        assertThat(sally.terminal.shown())
                .contains("5e55", "alice as ubuntu", "box1", "1 min", "true \\x1b]0;owned\\x07")
                .doesNotContain("\u001b");
    }

    @Test
    void sessionsLsShowsWhoIsInThoseThatRunHarmlessly() {
        // When
        run("sessions", "ls", "--active");

        // Then
        assertThat(sally.terminal.shown())
                .contains("5e55", "alice as ubuntu", "bob (observer)", "waits for 1 moderator \\x1b]0;owned\\x07")
                .doesNotContain("\u001b");
    }

    @Test
    void aSessionIsEndedByWhatItsIdBeginsWith() {
        // When
        run("sessions", "terminate", "--reason=lunch", "5e");

        // Then
        assertThat(cluster.asked.getLast())
                .isEqualTo(TerminateSessionRequest.newBuilder()
                        .setSessionId("5e55")
                        .setReason("lunch")
                        .build());
    }

    @Test
    void auditLsShowsTheNewestLast() {
        // When
        run("audit", "ls", "--user=alice", "--from=2h");

        // Then
        ListEventsRequest asked = (ListEventsRequest) cluster.asked.getFirst();
        assertThat(asked.getUser()).isEqualTo("alice");
        assertThat(asked.hasFrom()).isTrue();
        String shown = sally.terminal.shown();
        assertThat(shown.indexOf("user.login")).isPositive().isLessThan(shown.indexOf("session.start"));
        assertThat(shown).contains("user=alice\\u{202e}");
    }

    @Test
    void expiredIdentityFileSaysSo() {
        // Given
        sally.clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));

        // When / Then
        assertThat(run("ls")).isEqualTo(77);
        assertThat(sally.terminal.complained()).contains("expired").hasLineCount(1);
    }

    @Test
    void authThatIsNotThereIsOneLine() {
        // Given
        auth.close();
        sally.environment.put("SALLY_PROXY", "127.0.0.1:1");

        // When / Then
        assertThat(run("ls")).isEqualTo(69);
        assertThat(sally.terminal.complained()).contains("cannot be reached").hasLineCount(1);
    }

    @Test
    void wrongUsageIsOneLineWithTheWayToHelp() {
        assertThat(run("users", "add", "bob", "--nonsense")).isEqualTo(64);
        assertThat(sally.terminal.complained())
                .contains("sally users add --help")
                .hasLineCount(1);
        assertThat(run("nonsense")).isEqualTo(64);
        assertThat(sally.terminal.complained()).contains("nonsense").hasLineCount(1);
        assertThat(run("users")).isEqualTo(64);
        assertThat(sally.terminal.complained()).contains("add, ls, rm, reset").hasLineCount(1);
    }

    private int run(String... args) {
        return sally.run(args);
    }

    private static Node.Builder node(String name, Node.Reach reach) {
        return Node.newBuilder()
                .setName(name)
                .setId("id-" + name)
                .setReach(reach)
                .setVersion("0.1.0");
    }
}
