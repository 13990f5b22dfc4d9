package dev.sallyport.auth.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.state.v1.ListRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RosterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void aListThatNobodyLookedThroughGivesNothingAfterTheGrace() {
        // Given
        Instant day = NOW.plus(Duration.ofDays(30));
        Roster roster = new Roster(List.of(list("web", "access").toBuilder()
                .setReviewDays(30)
                .setNextReviewSeconds(day.getEpochSecond())
                .addMembers(user("alice", 0))
                .build()));

        // Then
        Instant end = day.plus(Reviews.GRACE);
        assertThat(roster.grant("alice", NOW).roles()).isEqualTo(Map.of("access", end));
        assertThat(roster.grant("alice", end.minusSeconds(1)).roles()).containsKey("access");
        assertThat(roster.grant("alice", end).roles()).isEmpty();
    }

    @Test
    void ofSeveralWaysToARoleTheOneThatLastsLongestCountsAndEachEndsWithItsShortestPart() {
        // Given
        long day = NOW.plus(Duration.ofDays(1)).getEpochSecond();
        long week = NOW.plus(Duration.ofDays(7)).getEpochSecond();
        Roster roster = new Roster(List.of(
                list("inner").toBuilder().addMembers(user("alice", week)).build(),
                list("outer", "access").toBuilder()
                        .addMembers(
                                ListRecord.Member.newBuilder().setList("inner").setExpiresSeconds(day))
                        .build(),
                list("other", "access").toBuilder()
                        .addMembers(user("alice", week))
                        .build()));

        // Then
        assertThat(roster.grant("alice", NOW).roles()).isEqualTo(Map.of("access", Instant.ofEpochSecond(week)));
        assertThat(roster.of("alice", Instant.ofEpochSecond(day))).hasSize(2);
        assertThat(roster.grant("alice", Instant.ofEpochSecond(week)).roles()).isEmpty();
    }

    @Test
    void evenACircleThatSomebodyWroteIntoTheStoreEnds() {
        // Given
        Roster roster = new Roster(List.of(
                list("a", "access").toBuilder()
                        .addMembers(ListRecord.Member.newBuilder().setList("b"))
                        .addMembers(user("alice", 0))
                        .build(),
                list("b", "auditor").toBuilder()
                        .addMembers(ListRecord.Member.newBuilder().setList("a"))
                        .build()));

        // Then
        assertThat(roster.isCircle("a")).isTrue();
        assertThat(roster.grant("alice", NOW).roles()).containsOnlyKeys("access", "auditor");
    }

    private static ListRecord list(String name, String... roles) {
        return ListRecord.newBuilder().setName(name).addAllRoles(List.of(roles)).build();
    }

    private static ListRecord.Member user(String name, long expires) {
        return ListRecord.Member.newBuilder()
                .setUser(name)
                .setExpiresSeconds(expires)
                .build();
    }
}
