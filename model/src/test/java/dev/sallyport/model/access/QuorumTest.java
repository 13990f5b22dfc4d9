package dev.sallyport.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.access.Quorum.Attendant;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.SharedSessions.OnLeave;
import dev.sallyport.model.role.SharedSessions.Require;
import dev.sallyport.model.role.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuorumTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void whereNothingIsRequiredNobodyNeedBeThere() {
        // When
        Quorum quorum = Quorum.of(List.of(), "alice", List.of(), NOON);

        // Then
        assertThat(quorum).isInstanceOf(Quorum.Met.class);
    }

    @Test
    void thePersonOfTheSessionNeverCountsAndNobodyCountsTwice() {
        // Given
        Requirement two = requirement(require("", 2, OnLeave.PAUSE, Optional.empty()));
        Attendant bob = moderator("bob", "lead");

        // Then
        assertThat(met(List.of(two), bob, bob)).isFalse();
        assertThat(met(List.of(two), bob, moderator("alice", "lead"))).isFalse();
        assertThat(met(List.of(two), bob, moderator("carol", "lead"))).isTrue();
    }

    @Test
    void onlyWhoTheFilterMeansInTheModeThatIsMeantCounts() {
        // Given
        Requirement lead = requirement(require("contains(user.roles, \"lead\")", 1, OnLeave.PAUSE, Optional.empty()));

        // Then
        assertThat(met(List.of(lead), moderator("bob", "dev"))).isFalse();
        assertThat(met(List.of(lead), new Attendant(identity("bob", "lead"), SessionMode.OBSERVER, Optional.empty())))
                .isFalse();
        assertThat(met(List.of(lead), moderator("bob", "lead"))).isTrue();
    }

    @Test
    void ofOneRoleOneEntryIsEnoughAndOfSeveralRolesEachMustBeContent() {
        // Given
        Require any = require("", 1, OnLeave.PAUSE, Optional.empty());
        Require lead = require("contains(user.roles, \"lead\")", 1, OnLeave.TERMINATE, Optional.empty());

        // Then
        assertThat(met(List.of(requirement(lead, any)), moderator("bob", "dev")))
                .isTrue();
        assertThat(met(List.of(requirement(lead), requirement(any)), moderator("bob", "dev")))
                .isFalse();
        assertThat(Quorum.of(List.of(requirement(lead), requirement(any)), "alice", List.of(), NOON))
                .isInstanceOfSatisfying(
                        Quorum.Missing.class,
                        missing -> assertThat(missing.pauses()).isFalse());
        assertThat(Quorum.of(List.of(requirement(any)), "alice", List.of(), NOON))
                .isInstanceOfSatisfying(
                        Quorum.Missing.class,
                        missing -> assertThat(missing.pauses()).isTrue());
    }

    @Test
    void aProofOfBeingThereCountsForItsTimeAndNoLonger() {
        // Given
        List<Requirement> wanted =
                List.of(requirement(require("", 1, OnLeave.PAUSE, Optional.of(Duration.ofMinutes(5)))));

        // Then
        assertThat(met(wanted, moderator("bob", "dev"))).isFalse();
        assertThat(met(wanted, proved(NOON.minusSeconds(299)))).isTrue();
        assertThat(met(wanted, proved(NOON.minusSeconds(300)))).isFalse();
    }

    private static boolean met(List<Requirement> required, Attendant... there) {
        return Quorum.of(required, "alice", List.of(there), NOON) instanceof Quorum.Met;
    }

    private static Attendant moderator(String user, String role) {
        return new Attendant(identity(user, role), SessionMode.MODERATOR, Optional.empty());
    }

    private static Attendant proved(Instant at) {
        return new Attendant(identity("bob", "dev"), SessionMode.MODERATOR, Optional.of(at));
    }

    private static Identity identity(String user, String role) {
        return new Identity(user, Identity.Kind.USER, List.of(role), Map.of());
    }

    private static Requirement requirement(Require... any) {
        return new Requirement("prod", List.of(any));
    }

    private static Require require(String filter, int count, OnLeave onLeave, Optional<Duration> presence) {
        Optional<Expression> read =
                filter.isEmpty() ? Optional.empty() : Optional.of(Expression.parse(filter, Words.ATTENDANT));
        return new Require("", read, EnumSet.of(SessionMode.MODERATOR), count, onLeave, presence);
    }
}
