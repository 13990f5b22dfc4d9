package dev.sallyport.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every set of roles against every resource and action, as a file: a change of policy is a readable diff of {@code
 * access-matrix.golden}.
 */
class AccessMatrixGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/access-matrix.golden");

    private static final Role DEV = new Role(
            "dev",
            List.of("deploy", "{{internal.logins}}"),
            new LabelMatcher(Map.of("env", List.of("dev", "test"))),
            new Role.Permits(true, false, false),
            Duration.ofHours(8),
            false,
            false);

    private static final List<Role> KNOWN =
            List.of(PresetRoles.ACCESS, PresetRoles.EDITOR, PresetRoles.AUDITOR, PresetRoles.LOCAL_ADMIN, DEV);

    private static final List<List<String>> ROLE_SETS = List.of(
            List.of(),
            List.of("access"),
            List.of("auditor"),
            List.of("dev"),
            List.of("editor"),
            List.of("local-admin"),
            List.of("gone"),
            List.of("access", "dev"),
            List.of("auditor", "editor"));

    private static final List<Resource> RESOURCES = List.of(
            new Resource.Node("1", "dev1", Map.of("env", "dev")),
            new Resource.Node("2", "prod1", Map.of("env", "prod")),
            new Resource.Node("3", "bare", Map.of()),
            new Resource.Cluster(),
            new Resource.AuditTrail());

    private static final List<Action> ACTIONS = List.of(
            new Action.See(),
            new Action.Login("alice"),
            new Action.Login("deploy"),
            new Action.Login("root"),
            new Action.Administer(),
            new Action.Read());

    @Test
    void theMatrixIsWhatTheFileSays() throws IOException {
        // Given
        StringBuilder matrix = new StringBuilder();

        // When
        for (Identity.Kind kind : Identity.Kind.values()) {
            for (List<String> roles : ROLE_SETS) {
                for (Resource resource : RESOURCES) {
                    ACTIONS.forEach(action -> matrix.append(line(kind, roles, resource, action)));
                }
            }
        }

        // Then
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(GOLDEN, matrix);
        }
        assertThat(matrix.toString())
                .as("%s; if the change is meant: make golden, read the diff", GOLDEN)
                .isEqualTo(Files.readString(GOLDEN));
    }

    private static String line(Identity.Kind kind, List<String> roles, Resource resource, Action action) {
        Identity identity = new Identity("alice", kind, roles, Map.of("logins", List.of("alice")));
        Decision decision = AccessDecision.decide(identity, resource, action, KNOWN);
        return "%-11s %-15s %-10s %-12s %s%n"
                .formatted(kind, String.join("+", roles), name(resource), name(action), outcome(decision));
    }

    private static String name(Resource resource) {
        return switch (resource) {
            case Resource.Node node -> node.name();
            case Resource.Cluster _ -> "cluster";
            case Resource.AuditTrail _ -> "trail";
        };
    }

    private static String name(Action action) {
        return switch (action) {
            case Action.See _ -> "see";
            case Action.Login(String login) -> "login=" + login;
            case Action.Administer _ -> "administer";
            case Action.Read _ -> "read";
        };
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Allow(Role.Permits permits, String role) ->
                "ALLOW by " + role + (permits.portForwarding() ? " +ports" : "")
                        + (permits.agentForwarding() ? " +agent" : "")
                        + (permits.fileCopy() ? " +copy" : "");
            case Decision.Deny _ -> "-";
        };
    }
}
