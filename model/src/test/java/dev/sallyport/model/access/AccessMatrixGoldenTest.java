package dev.sallyport.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.AdminRule;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.TimeWindow;
import dev.sallyport.model.role.Verb;
import dev.sallyport.model.role.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every set of roles against every resource and action, as a file: a change of policy is a readable diff of {@code
 * access-matrix.golden}.
 */
class AccessMatrixGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/access-matrix.golden");

    private static final Circumstances MONDAY_NOON = new Circumstances(Instant.parse("2026-03-02T12:00:00Z"));

    private static final LabelMatcher DEV_AND_TEST =
            new LabelMatcher(Map.of("env", List.of(TextPattern.parse("dev"), TextPattern.parse("te*"))));

    private static final Role DEV = role(
            "dev",
            Options.of(new Options.Permits(true, false, true)),
            Conditions.NONE.withNodes(logins("deploy", "{{internal.logins}}"), DEV_AND_TEST),
            Conditions.NONE);

    /** Closes what is labelled as production, and the user root everywhere. */
    private static final Role CAREFUL = role(
            "careful",
            Options.DEFAULT,
            Conditions.NONE,
            Conditions.NONE.withNodes(
                    logins("^ro.t$"), new LabelMatcher(Map.of("env", List.of(TextPattern.parse("prod"))))));

    /** Opens everything, for root, outside of office hours. */
    private static final Role NIGHT = role(
            "night",
            Options.DEFAULT,
            new Conditions(
                    logins("root"),
                    LabelMatcher.EVERYTHING,
                    Optional.empty(),
                    List.of(),
                    List.of(new TimeWindow(EnumSet.allOf(DayOfWeek.class), 20 * 60, 6 * 60, ZoneId.of("UTC"))),
                    List.of()),
            Conditions.NONE);

    /** Manages the roles of one team and sees the user's own sessions. */
    private static final Role LEAD = role(
            "lead",
            Options.DEFAULT,
            Conditions.NONE.withRules(List.of(
                    rule(Kind.ROLE, "resource.metadata.labels.team == \"web\""),
                    rule(Kind.SESSION, "contains(session.participants, user.name)"))),
            Conditions.NONE);

    /** Watches and moderates what whoever develops does, in development; types along nowhere. */
    private static final Role WATCH = role(
            "watch",
            Options.DEFAULT,
            Conditions.NONE
                    .withNodes(List.of(), DEV_AND_TEST)
                    .withShared(joining("de*", SessionMode.OBSERVER, SessionMode.MODERATOR)),
            Conditions.NONE.withShared(joining("*", SessionMode.PEER)));

    /** Helps everybody who has the role access. */
    private static final Role HELP = role(
            "help",
            Options.DEFAULT,
            Conditions.NONE.withShared(joining("access", SessionMode.OBSERVER, SessionMode.PEER)),
            Conditions.NONE);

    private static final List<Role> KNOWN = List.of(
            WATCH,
            HELP,
            PresetRoles.ACCESS,
            PresetRoles.EDITOR,
            PresetRoles.AUDITOR,
            PresetRoles.LOCAL_ADMIN,
            DEV,
            CAREFUL,
            NIGHT,
            LEAD);

    private static final List<List<String>> ROLE_SETS = List.of(
            List.of(),
            List.of("access"),
            List.of("auditor"),
            List.of("careful"),
            List.of("dev"),
            List.of("editor"),
            List.of("lead"),
            List.of("local-admin"),
            List.of("night"),
            List.of("gone"),
            List.of("help"),
            List.of("watch"),
            List.of("help", "watch"),
            List.of("careful", "help"),
            List.of("access", "careful"),
            List.of("access", "dev"),
            List.of("auditor", "editor"));

    private static final List<Resource> RESOURCES = List.of(
            new Resource.Node("1", "dev1", Map.of("env", "dev")),
            new Resource.Node("2", "prod1", Map.of("env", "prod")),
            new Resource.Node("3", "bare", Map.of()),
            live("alice", "deploy", "dev"),
            live("bob", "deploy", "dev"),
            live("bob", "root", "access"),
            new Resource.AllOf(Kind.ROLE),
            new Resource.AnyOf(Kind.ROLE),
            Resource.Thing.of(Kind.ROLE, "web", Map.of("team", "web")),
            new Resource.Thing(
                    Kind.SESSION, "of-alice", Map.of(), new Resource.Passage(List.of("alice"), "root", "dev1")),
            new Resource.Thing(Kind.SESSION, "of-bob", Map.of(), new Resource.Passage(List.of("bob"), "root", "dev1")));

    private static final List<Action> ACTIONS = List.of(
            new Action.Join(SessionMode.OBSERVER),
            new Action.Join(SessionMode.PEER),
            new Action.Join(SessionMode.MODERATOR),
            new Action.See(),
            new Action.Login("alice"),
            new Action.Login("deploy"),
            new Action.Login("root"),
            new Action.Administer(Verb.READ),
            new Action.Administer(Verb.UPDATE));

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

    /** Nothing for what no role speaks of: the file is what is opened and what is closed, all else is a no. */
    private static String line(Identity.Kind kind, List<String> roles, Resource resource, Action action) {
        Identity identity = new Identity("alice", kind, roles, Map.of("logins", List.of("alice")));
        Decision decision = AccessDecision.decide(identity, resource, action, MONDAY_NOON, KNOWN);
        if (decision instanceof Decision.Deny deny && !deny.isByDenial()) {
            return "";
        }
        return "%-11s %-15s %-17s %-14s %s%n"
                .formatted(kind, String.join("+", roles), name(resource), name(action), outcome(decision));
    }

    private static String name(Resource resource) {
        return switch (resource) {
            case Resource.Node node -> node.name();
            case Resource.LiveSession session -> "live/" + session.owner() + "/" + session.login();
            case Resource.AllOf(Kind kind) -> "every " + kind.text();
            case Resource.AnyOf(Kind kind) -> "some " + kind.text();
            case Resource.Thing thing -> thing.kind().text() + "/" + thing.name();
        };
    }

    private static String name(Action action) {
        return switch (action) {
            case Action.See _ -> "see";
            case Action.Login(String login) -> "login=" + login;
            case Action.Join(SessionMode mode) -> "join=" + mode.text();
            case Action.Administer(Verb verb) -> verb.text();
        };
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Decision.Allow allow ->
                "ALLOW by " + allow.role() + rights(allow.grants().permits());
            case Decision.Deny deny -> "DENY " + deny.why();
        };
    }

    private static String rights(Options.Permits permits) {
        return (permits.portForwarding() ? " +ports" : "")
                + (permits.agentForwarding() ? " +agent" : "")
                + (permits.fileCopy() ? " +copy" : "");
    }

    private static List<TextPattern> logins(String... logins) {
        return Arrays.stream(logins).map(TextPattern::parse).toList();
    }

    private static Resource live(String owner, String login, String role) {
        Resource.Node node = new Resource.Node("1", "dev1", Map.of("env", "dev"));
        return new Resource.LiveSession(node, owner + "-" + login, owner, List.of(role), login);
    }

    private static SharedSessions joining(String roles, SessionMode... modes) {
        return new SharedSessions(
                List.of(new SharedSessions.Join("", List.of(TextPattern.parse(roles)), Set.of(modes))), List.of());
    }

    private static AdminRule rule(Kind kind, String where) {
        return new AdminRule(
                EnumSet.of(kind), EnumSet.allOf(Verb.class), Optional.of(Expression.parse(where, Words.WHERE)));
    }

    private static Role role(String name, Options options, Conditions allow, Conditions deny) {
        return new Role(name, options, allow, deny);
    }
}
