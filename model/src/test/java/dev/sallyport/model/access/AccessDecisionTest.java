package dev.sallyport.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AccessDecisionTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "local-admin");
    private static final List<String> WORDS = List.of("*", "env", "dev", "root", "{{internal.logins}}");

    @Property
    void theOrderOfRolesDoesNotMatter(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles,
            @ForAll long seed) {
        // Given
        List<Role> shuffled = new ArrayList<>(roles);
        Collections.shuffle(shuffled, new Random(seed));
        List<String> names = new ArrayList<>(identity.roles());
        Collections.shuffle(names, new Random(seed));
        Identity same = new Identity(identity.user(), identity.kind(), names, identity.traits());

        // When
        Decision decision = AccessDecision.decide(same, resource, action, shuffled);

        // Then
        assertThat(decision).isEqualTo(AccessDecision.decide(identity, resource, action, roles));
    }

    @Property
    void nothingIsAllowedWithoutARoleThatTheIdentityHoldsAndThatMatches(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles) {
        // When
        Decision decision = AccessDecision.decide(identity, resource, action, roles);

        // Then
        boolean some = roles.stream()
                .filter(role -> identity.roles().contains(role.name()))
                .anyMatch(role -> matches(role, identity, resource, action));
        boolean person = Set.of(Identity.Kind.USER, Identity.Kind.LOCAL_ADMIN).contains(identity.kind());
        if (decision instanceof Decision.Allow(Role.Permits _, String by)) {
            assertThat(some && person).isTrue();
            assertThat(identity.roles()).contains(by);
        }
    }

    @Property
    void moreRolesNeverTakeAway(
            @ForAll("identities") Identity identity,
            @ForAll("resources") Resource resource,
            @ForAll("actions") Action action,
            @ForAll("roles") List<Role> roles) {
        // Given
        List<Role> fewer = roles.isEmpty() ? roles : roles.subList(1, roles.size());

        // When
        Decision before = AccessDecision.decide(identity, resource, action, fewer);
        Decision after = AccessDecision.decide(identity, resource, action, roles);

        // Then
        if (before instanceof Decision.Allow) {
            assertThat(after).isInstanceOf(Decision.Allow.class);
        }
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
    void aUserWhoNamesTheLocalAdministratorsRoleGetsNothingFromIt() {
        // Given
        Identity identity = new Identity("mallory", Identity.Kind.USER, List.of("local-admin"), Map.of());

        // When
        Decision decision = AccessDecision.decide(
                identity, new Resource.Cluster(), new Action.Administer(), List.of(PresetRoles.LOCAL_ADMIN));

        // Then
        assertThat(decision).isInstanceOf(Decision.Deny.class);
    }

    /** The definition again, in another shape than the code under test. */
    private static boolean matches(Role role, Identity identity, Resource resource, Action action) {
        return switch (resource) {
            case Resource.Cluster _ -> role.administer() && action instanceof Action.Administer;
            case Resource.AuditTrail _ -> role.audit() && action instanceof Action.Read;
            case Resource.Node node ->
                role.nodeLabels().matches(node.labels())
                        && switch (action) {
                            case Action.See _ -> true;
                            case Action.Login(String login) ->
                                AccessDecision.logins(role, identity).contains(login);
                            case Action.Administer _, Action.Read _ -> false;
                        };
        };
    }

    @Provide
    Arbitrary<Identity> identities() {
        return Combinators.combine(
                        Arbitraries.of(Identity.Kind.values()),
                        Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(3),
                        Arbitraries.of(WORDS).list().ofMaxSize(2))
                .as((kind, roles, logins) -> new Identity("alice", kind, roles, Map.of("logins", logins)));
    }

    @Provide
    Arbitrary<Resource> resources() {
        return Arbitraries.oneOf(
                Arbitraries.of(new Resource.Cluster(), new Resource.AuditTrail()),
                Arbitraries.maps(Arbitraries.of("env", "x"), Arbitraries.of("dev", "prod", "*"))
                        .ofMaxSize(2)
                        .map(labels -> new Resource.Node("1", "n", labels)));
    }

    @Provide
    Arbitrary<Action> actions() {
        return Arbitraries.of(
                new Action.See(),
                new Action.Login("root"),
                new Action.Login("dev"),
                new Action.Login("{{internal.logins}}"),
                new Action.Administer(),
                new Action.Read());
    }

    @Provide
    Arbitrary<List<Role>> roles() {
        Arbitrary<LabelMatcher> labels = Arbitraries.maps(
                        Arbitraries.of("env", "x", "*"),
                        Arbitraries.of("dev", "prod", "*").list().ofMaxSize(2))
                .ofMaxSize(2)
                .map(LabelMatcher::new);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.of(WORDS).list().ofMaxSize(3),
                        labels,
                        Combinators.combine(flag, flag, flag).as(Role.Permits::new),
                        flag,
                        flag)
                .as((name, logins, matcher, permits, administer, audit) ->
                        new Role(name, logins, matcher, permits, Duration.ofHours(1), administer, audit))
                .list()
                .ofMaxSize(4);
    }
}
