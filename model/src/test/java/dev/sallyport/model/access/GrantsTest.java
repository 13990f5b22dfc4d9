package dev.sallyport.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the options of several roles that let somebody in are joined: the rule of each, in both orders. */
class GrantsTest {

    private static final Options LOOSE = Options.of(new Options.Permits(true, true, true));
    private static final Options TIGHT = new Options(
            Optional.of(Duration.ofHours(1)),
            new Options.Permits(false, false, false),
            Optional.of(Duration.ofMinutes(5)),
            true,
            Optional.of(2),
            Optional.of(3),
            true,
            true,
            true,
            true,
            Optional.empty());
    private static final Options BETWEEN = new Options(
            Optional.of(Duration.ofHours(2)),
            new Options.Permits(false, false, true),
            Optional.of(Duration.ofMinutes(10)),
            false,
            Optional.of(4),
            Optional.of(1),
            false,
            false,
            false,
            false,
            Optional.empty());

    @Test
    void forwardingTakesOneRoleAndFileCopyAll() {
        assertThat(joined(LOOSE, TIGHT).permits()).isEqualTo(new Options.Permits(true, true, false));
        assertThat(joined(LOOSE, BETWEEN).permits()).isEqualTo(new Options.Permits(true, true, true));
    }

    @Test
    void ofLimitsTheTightestCounts() {
        Grants grants = joined(LOOSE, TIGHT, BETWEEN);
        assertThat(grants.idleTimeout()).contains(Duration.ofMinutes(5));
        assertThat(grants.maxConnections()).contains(2);
        assertThat(grants.maxSessions()).contains(1);
    }

    @Test
    void whereNoRoleLimitsNothingIsLimited() {
        Grants grants = joined(LOOSE, LOOSE);
        assertThat(grants.idleTimeout()).isEmpty();
        assertThat(grants.maxConnections()).isEmpty();
        assertThat(grants.maxSessions()).isEmpty();
    }

    @Test
    void oneStrictRoleIsEnough() {
        Grants strict = joined(LOOSE, TIGHT, BETWEEN);
        assertThat(List.of(
                        strict.disconnectExpired(),
                        strict.sessionSecondFactor(),
                        strict.strictRecording(),
                        strict.strictLocks(),
                        strict.pinSource()))
                .containsOnly(true);
        Grants loose = joined(LOOSE, BETWEEN);
        assertThat(List.of(
                        loose.disconnectExpired(),
                        loose.sessionSecondFactor(),
                        loose.strictRecording(),
                        loose.strictLocks(),
                        loose.pinSource()))
                .containsOnly(false);
    }

    @Test
    void aRoleThatDoesNotLetInThereSaysNothingOfTheSession() {
        // Given
        Role here = role("here", LOOSE, "*");
        Role elsewhere = role("elsewhere", TIGHT, "nowhere");

        // When
        Decision decision = decide(List.of(here, elsewhere));

        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Allow.class,
                        allow -> assertThat(allow.grants().strictLocks()).isFalse());
    }

    private static Grants joined(Options... options) {
        List<Role> roles = new ArrayList<>();
        for (Options one : options) {
            roles.add(role("role-" + roles.size(), one, "*"));
        }
        Grants grants = grants(roles);
        assertThat(grants(roles.reversed())).isEqualTo(grants);
        return grants;
    }

    private static Grants grants(List<Role> roles) {
        List<Role> named = new ArrayList<>();
        for (Role role : roles) {
            named.add(new Role("role-" + named.size(), role.options(), role.allow(), role.deny()));
        }
        return switch (decide(named)) {
            case Decision.Allow allow -> allow.grants();
            case Decision.Deny deny -> throw new AssertionError(deny.why());
        };
    }

    private static Decision decide(List<Role> roles) {
        Identity alice = new Identity(
                "alice", Identity.Kind.USER, roles.stream().map(Role::name).toList(), Map.of());
        return AccessDecision.decide(
                alice,
                new Resource.Node("1", "web1", Map.of("env", "dev")),
                new Action.Login("root"),
                new Circumstances(Instant.EPOCH),
                roles);
    }

    private static Role role(String name, Options options, String env) {
        LabelMatcher nodes = new LabelMatcher(Map.of("env", List.of(TextPattern.parse(env))));
        return new Role(
                name, options, Conditions.NONE.withNodes(List.of(TextPattern.parse("root")), nodes), Conditions.NONE);
    }
}
