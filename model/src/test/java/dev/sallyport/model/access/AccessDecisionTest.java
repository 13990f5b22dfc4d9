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
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.TimeWindow;
import dev.sallyport.model.role.Verb;
import dev.sallyport.model.role.Words;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AccessDecisionTest {

    private static final Circumstances NOON = new Circumstances(Instant.parse("2026-03-02T12:00:00Z"));
    private static final List<String> NAMES = List.of("a", "b", "c", "local-admin");
    private static final List<String> WORDS = List.of("env", "dev", "root", "{{internal.logins}}");

    @Property
    void theOrderOfRolesDoesNotMatter(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles,
            @ForAll long seed) {
        // Given
        List<Role> unique = unique(roles);
        List<Role> shuffled = new ArrayList<>(unique);
        Collections.shuffle(shuffled, new Random(seed));

        // When
        Decision decision = AccessDecision.decide(identity, resource, action, NOON, shuffled);

        // Then
        assertThat(decision).isEqualTo(AccessDecision.decide(identity, resource, action, NOON, unique));
    }

    @Property
    void aRoleThatDeniesAloneDeniesWithAnyOthers(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles) {
        // Given
        boolean denies = roles.stream()
                .map(role -> AccessDecision.decide(identity, resource, action, NOON, List.of(role)))
                .anyMatch(alone -> alone instanceof Decision.Deny deny && deny.isByDenial());

        // When
        Decision decision = AccessDecision.decide(identity, resource, action, NOON, roles);

        // Then
        assertThat(denies && decision instanceof Decision.Allow).isFalse();
    }

    @Property(tries = 5000)
    void whatANodeNeedNotKnowChangesNoDecisionOnIt(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("roles") List<Role> roles) {
        // Given
        Assume.that(resource instanceof Resource.Node);
        Resource.Node node = (Resource.Node) resource;
        List<Role> all = unique(roles);
        List<Role> needed = all.stream()
                .filter(role -> NodeScope.matters(role, node.labels()))
                .toList();
        Action login = new Action.Login("root");

        // When
        Decision there = AccessDecision.decide(identity, node, login, NOON, needed);

        // Then
        Decision whole = AccessDecision.decide(identity, node, login, NOON, all);
        assertThat(grants(there)).isEqualTo(grants(whole));
    }

    private static Optional<Grants> grants(Decision decision) {
        return decision instanceof Decision.Allow allow ? Optional.of(allow.grants()) : Optional.empty();
    }

    @Property
    void addingADenialNeverWidens(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles,
            @ForAll("conditions") Conditions more) {
        // Given
        List<Role> unique = unique(roles);
        List<Role> stricter = unique.stream()
                .map(role -> new Role(role.name(), role.options(), role.allow(), more))
                .toList();
        List<Role> without = unique.stream()
                .map(role -> new Role(role.name(), role.options(), role.allow(), Conditions.NONE))
                .toList();

        // When
        Decision before = AccessDecision.decide(identity, resource, action, NOON, without);
        Decision after = AccessDecision.decide(identity, resource, action, NOON, stricter);

        // Then
        assertThat(before instanceof Decision.Deny && after instanceof Decision.Allow)
                .isFalse();
    }

    @Property
    void nothingIsAllowedButByARoleThatIsHeldAndAllowsItAlone(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles) {
        // When
        Decision decision = AccessDecision.decide(identity, resource, action, NOON, roles);

        // Then
        if (decision instanceof Decision.Allow allow) {
            assertThat(identity.roles()).contains(allow.role());
            assertThat(Set.of(Identity.Kind.USER, Identity.Kind.LOCAL_ADMIN)).contains(identity.kind());
            assertThat(roles)
                    .anyMatch(role -> AccessDecision.decide(identity, resource, action, NOON, List.of(role))
                            instanceof Decision.Allow);
        }
    }

    @Test
    void anExceptionOnTheWayIsANo() {
        // Given
        List<Role> broken = new ArrayList<>(List.of(PresetRoles.ACCESS));
        Resource.Node node = new Resource.Node("1", "n", Map.of());
        broken.add(null);

        // When
        Decision decision = AccessDecision.decide(alice("access"), node, new Action.Login("alice"), NOON, broken);

        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Deny.class, deny -> assertThat(deny.why()).contains("deciding failed"));
    }

    @Test
    void aTraitThatIsNotThereGivesNoLogin() {
        // Given
        Identity identity = new Identity("alice", Identity.Kind.USER, List.of("access"), Map.of());

        // When
        List<String> logins = AccessDecision.logins(PresetRoles.ACCESS, identity);

        // Then
        assertThat(logins).isEmpty();
    }

    @Test
    void whatATraitSaysIsNeverATemplateOrAPattern() {
        // Given
        Identity identity = new Identity(
                "alice",
                Identity.Kind.USER,
                List.of("access"),
                Map.of("logins", List.of("*", "{{internal.logins}}", "^.*$")));
        Resource.Node node = new Resource.Node("1", "n", Map.of());

        // When
        Decision decision =
                AccessDecision.decide(identity, node, new Action.Login("root"), NOON, List.of(PresetRoles.ACCESS));

        // Then
        assertThat(decision).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aUserWhoNamesTheLocalAdministratorsRoleGetsNothingFromIt() {
        // When
        Decision decision = AccessDecision.decide(
                alice("local-admin"),
                new Resource.AllOf(Kind.USER),
                new Action.Administer(Verb.CREATE),
                NOON,
                List.of(PresetRoles.LOCAL_ADMIN));

        // Then
        assertThat(decision).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void aRuleForSomeThingsOpensThoseAndNotAll() {
        // Given
        AdminRule own = new AdminRule(
                EnumSet.of(Kind.SESSION),
                EnumSet.of(Verb.READ),
                Optional.of(Expression.parse("contains(session.participants, user.name)", Words.WHERE)));
        Role role = new Role("own", Options.DEFAULT, Conditions.NONE.withRules(List.of(own)), Conditions.NONE);
        Action read = new Action.Administer(Verb.READ);

        // When
        Decision some = decide(role, new Resource.AnyOf(Kind.SESSION), read);
        Decision all = decide(role, new Resource.AllOf(Kind.SESSION), read);
        Decision hers = decide(role, session("alice"), read);
        Decision his = decide(role, session("bob"), read);

        // Then
        assertThat(some).isInstanceOf(Decision.Allow.class);
        assertThat(all).isInstanceOf(Decision.Deny.class);
        assertThat(hers).isInstanceOf(Decision.Allow.class);
        assertThat(his).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void rolesThatForceDifferentCommandsLetNobodyIn() {
        // Given
        Role one = forcing("a", "uptime");
        Role other = forcing("b", "backup");
        Resource.Node node = new Resource.Node("1", "n", Map.of());

        // When
        Decision decision =
                AccessDecision.decide(alice("a", "b"), node, new Action.Login("root"), NOON, List.of(one, other));

        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Deny.class, deny -> assertThat(deny.why()).contains("uptime", "backup"));
    }

    private static Role forcing(String name, String command) {
        Options options = new Options(
                Optional.empty(),
                Options.Permits.NONE,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false,
                Optional.of(command));
        return new Role(
                name,
                options,
                Conditions.NONE.withNodes(List.of(TextPattern.parse("root")), LabelMatcher.EVERYTHING),
                Conditions.NONE);
    }

    private static Decision decide(Role role, Resource resource, Action action) {
        return AccessDecision.decide(alice(role.name()), resource, action, NOON, List.of(role));
    }

    private static Resource session(String user) {
        return new Resource.Thing(Kind.SESSION, "1", Map.of(), new Resource.Passage(List.of(user), "root", "web1"));
    }

    private static Identity alice(String... roles) {
        return new Identity("alice", Identity.Kind.USER, List.of(roles), Map.of("logins", List.of("alice")));
    }

    /** One role of each name: with two, which of them comes first would be the order. */
    private static List<Role> unique(List<Role> roles) {
        List<Role> unique = new ArrayList<>();
        for (Role role : roles) {
            if (unique.stream().noneMatch(there -> there.name().equals(role.name()))) {
                unique.add(role);
            }
        }
        return unique;
    }

    @Provide
    Arbitrary<Identity> identities() {
        return Combinators.combine(
                        Arbitraries.of(Identity.Kind.values()),
                        Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(3),
                        Arbitraries.of("dev", "root", "*").list().ofMaxSize(2))
                .as((kind, roles, logins) -> new Identity("alice", kind, roles, Map.of("logins", logins)));
    }

    @Provide
    Arbitrary<Resource> resources() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        new Resource.AllOf(Kind.ROLE),
                        new Resource.AnyOf(Kind.ROLE),
                        session("alice"),
                        Resource.Thing.of(Kind.ROLE, "r", Map.of("env", "dev"))),
                Arbitraries.maps(Arbitraries.of("env", "x"), Arbitraries.of("dev", "prod"))
                        .ofMaxSize(2)
                        .map(labels -> new Resource.Node("1", "n", labels)));
    }

    @Provide
    Arbitrary<Action> actions() {
        return Arbitraries.of(
                new Action.See(),
                new Action.Login("root"),
                new Action.Login("dev"),
                new Action.Administer(Verb.UPDATE),
                new Action.Administer(Verb.READ));
    }

    @Provide
    Arbitrary<Conditions> conditions() {
        Arbitrary<LabelMatcher> labels = Arbitraries.maps(
                        Arbitraries.of("env", "x"),
                        Arbitraries.of("dev", "p*", "*")
                                .map(TextPattern::parse)
                                .list()
                                .ofMaxSize(2))
                .ofMaxSize(2)
                .map(LabelMatcher::new);
        Arbitrary<Optional<Expression>> expressions = Arbitraries.of("labels.env == \"dev\"", "has(labels, \"x\")")
                .map(text -> Expression.parse(text, Words.LABELS))
                .optional();
        Arbitrary<List<TimeWindow>> times = Arbitraries.of(
                        new TimeWindow(EnumSet.allOf(DayOfWeek.class), 0, 1440, ZoneId.of("UTC")),
                        new TimeWindow(EnumSet.of(DayOfWeek.SUNDAY), 600, 700, ZoneId.of("UTC")))
                .list()
                .ofMaxSize(1);
        Arbitrary<List<AdminRule>> rules = Arbitraries.of(
                        AdminRule.ALL,
                        new AdminRule(
                                EnumSet.of(Kind.ROLE),
                                EnumSet.of(Verb.UPDATE),
                                Optional.of(Expression.parse("resource.metadata.labels.env == \"dev\"", Words.WHERE))))
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of(WORDS).map(TextPattern::parse).list().ofMaxSize(2),
                        labels,
                        expressions,
                        times,
                        rules)
                .as((logins, nodes, expression, windows, administration) ->
                        new Conditions(logins, nodes, expression, List.of(), windows, administration));
    }

    @Provide
    Arbitrary<List<Role>> roles() {
        return Combinators.combine(
                        Arbitraries.of(NAMES), conditions(), conditions().injectNull(0.6))
                .as((name, allow, deny) ->
                        new Role(name, Options.DEFAULT, allow, deny == null ? Conditions.NONE : deny))
                .list()
                .ofMaxSize(4);
    }
}
