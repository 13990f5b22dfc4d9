package dev.sallyport.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.Options;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleCacheTest {

    private static final Duration LIFE = Duration.ofHours(24);

    private final ManualClock clock = ManualClock.atNoon();
    private final Instant certificateEnds = clock.instant().plus(LIFE);
    private final Auth auth = new Auth();
    private final RoleCache cache = new RoleCache(auth, clock, () -> certificateEnds);

    /** Auth as far as an agent sees it. */
    private static final class Auth implements RoleSource {
        private final List<Set<String>> asked = new ArrayList<>();
        private Optional<FailureCode> failing = Optional.empty();
        private List<Role> roles = List.of(role("dev", "alice"));

        @Override
        public Collection<Role> fetch(Set<String> names, Duration limit) {
            asked.add(names);
            failing.ifPresent(code -> {
                throw Failure.of(code, "away");
            });
            return roles.stream().filter(role -> names.contains(role.name())).toList();
        }
    }

    @Test
    void aRoleIsAskedForOnceAMinute() {
        // Given
        cache.roles(List.of("dev"));
        clock.advance(Duration.ofSeconds(59));

        // When
        Collection<Role> roles = cache.roles(List.of("dev"));

        // Then
        assertThat(roles).extracting(Role::name).containsExactly("dev");
        assertThat(auth.asked).hasSize(1);
    }

    @Test
    void aChangedRoleIsKnownAfterAMinute() {
        // Given
        cache.roles(List.of("dev"));
        auth.roles = List.of(role("dev", "bob"));
        clock.advance(RoleCache.FRESH);

        // When
        Collection<Role> roles = cache.roles(List.of("dev"));

        // Then
        assertThat(roles)
                .singleElement()
                .extracting(role -> role.allow().logins().getFirst().source())
                .isEqualTo("bob");
    }

    @Test
    void aRemovedRoleIsGoneAfterAMinute() {
        // Given
        cache.roles(List.of("dev"));
        auth.roles = List.of();
        clock.advance(RoleCache.FRESH);

        // When, Then
        assertThat(cache.roles(List.of("dev"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "EXHAUSTED", "INTERNAL"})
    void whileAuthIsAwayWhatWasKnownServes(FailureCode outage) {
        // Given
        cache.roles(List.of("dev"));
        auth.failing = Optional.of(outage);
        clock.advance(Duration.ofHours(23));

        // When, Then
        assertThat(cache.roles(List.of("dev"))).extracting(Role::name).containsExactly("dev");
    }

    @Test
    void anOutageDoesNotDelayEveryLogin() {
        // Given
        cache.roles(List.of("dev"));
        auth.failing = Optional.of(FailureCode.UNAVAILABLE);
        clock.advance(Duration.ofMinutes(10));
        cache.roles(List.of("dev"));

        // When
        cache.roles(List.of("dev"));

        // Then
        assertThat(auth.asked).hasSize(2);
    }

    @Test
    void afterTheAgentsCertificateNothingOldServes() {
        // Given
        cache.roles(List.of("dev"));
        auth.failing = Optional.of(FailureCode.UNAVAILABLE);
        clock.advance(LIFE);

        // When
        Failure failure = catchThrowableOfType(Failure.class, () -> cache.roles(List.of("dev")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void whatIsNotKnownAndCannotBeAskedIsAFailureNotAnEmptyAnswer() {
        // Given
        cache.roles(List.of("dev"));
        auth.failing = Optional.of(FailureCode.UNAVAILABLE);

        // When
        Failure failure = catchThrowableOfType(Failure.class, () -> cache.roles(List.of("dev", "ops")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHENTICATED", "DENIED"})
    void anAgentThatAuthRefusesServesNothingOld(FailureCode refusal) {
        // Given
        cache.roles(List.of("dev"));
        auth.failing = Optional.of(refusal);
        clock.advance(RoleCache.FRESH);

        // When
        Failure failure = catchThrowableOfType(Failure.class, () -> cache.roles(List.of("dev")));

        // Then
        assertThat(failure.code()).isEqualTo(refusal);
    }

    @Test
    void aClockThatIsSetBackMakesNothingFresh() {
        // Given
        cache.roles(List.of("dev"));
        clock.advance(Duration.ofHours(-1));

        // When
        cache.roles(List.of("dev"));

        // Then
        assertThat(auth.asked).hasSize(2);
    }

    @Test
    void aRoleThatAuthAnswersWithoutBeingAskedIsLeftOut() {
        // Given
        RoleCache generous = new RoleCache(
                (names, limit) -> List.of(role("dev", "a"), role("root", "root")), clock, () -> certificateEnds);

        // When, Then
        assertThat(generous.roles(List.of("dev"))).extracting(Role::name).containsExactly("dev");
    }

    private static Role role(String name, String login) {
        return new Role(
                name,
                Options.of(Options.Permits.ALL),
                Conditions.NONE.withNodes(List.of(new TextPattern.Exactly(login)), LabelMatcher.EVERYTHING),
                Conditions.NONE);
    }
}
