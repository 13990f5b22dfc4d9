package dev.sallyport.model.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.Threshold;
import dev.sallyport.model.role.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RequestDecisionTest {

    private static final Plea PLEA = new Plea("alice", Map.of(), List.of("dba"), "ticket 7", Set.of("key:alice"));

    @Property(tries = 3000)
    void oneMoreDenialNeverApproves(
            @ForAll("thresholds") List<Threshold> ways,
            @ForAll("reviews") List<Review> reviews,
            @ForAll("review") Review one) {
        // Given
        List<Review> more = new ArrayList<>(reviews);
        more.add(new Review(one.reviewer(), false, "", Instant.EPOCH, one.roles(), Map.of(), one.marks()));

        // When
        RequestOutcome before = decide(ways, reviews);
        RequestOutcome after = decide(ways, more);

        // Then
        if (!(before instanceof RequestOutcome.Approved)) {
            assertThat(after).isNotInstanceOf(RequestOutcome.Approved.class);
        }
        if (before instanceof RequestOutcome.Denied) {
            assertThat(after).isInstanceOf(RequestOutcome.Denied.class);
        }
    }

    @Property(tries = 3000)
    void whatTheAuthorOrWhoeverSharesSomethingWithTheAuthorSaysChangesNothingForTheBetter(
            @ForAll("thresholds") List<Threshold> ways,
            @ForAll("reviews") List<Review> reviews,
            @ForAll boolean approves,
            @ForAll boolean byName) {
        // Given
        List<Review> more = new ArrayList<>(reviews);
        more.add(
                byName
                        ? review("alice", approves, "key:new")
                        : review("second-account", approves, "key:alice", "totp:x"));

        // When
        RequestOutcome before = decide(ways, reviews);
        RequestOutcome after = decide(ways, more);

        // Then
        assertThat(after).isEqualTo(before);
    }

    @Property(tries = 1000)
    void withoutAThresholdNothingIsApproved(@ForAll("reviews") List<Review> reviews) {
        assertThat(decide(List.of(), reviews)).isEqualTo(new RequestOutcome.Pending());
    }

    @Example
    void twoAccountsWithOneSecondFactorAreOneApproval() {
        // Given
        List<Threshold> two = List.of(new Threshold(2, 1, Optional.empty()));

        // When
        RequestOutcome shared = decide(two, List.of(review("bob", true, "totp:1"), review("bobby", true, "totp:1")));
        RequestOutcome different = decide(two, List.of(review("bob", true, "totp:1"), review("eve", true, "totp:2")));

        // Then
        assertThat(shared).isEqualTo(new RequestOutcome.Pending());
        assertThat(different).isEqualTo(new RequestOutcome.Approved(List.of("bob", "eve")));
    }

    @Example
    void theLastWordOfAReviewerCounts() {
        assertThat(decide(List.of(Threshold.ONE), List.of(review("bob", true, "b"), review("bob", false, "b"))))
                .isEqualTo(new RequestOutcome.Denied(List.of("bob")));
    }

    @Example
    void onlyReviewsThatMeetTheFilterCount() {
        // Given
        Threshold leads =
                new Threshold(1, 1, Optional.of(Expression.parse("contains(reviewer.roles, \"lead\")", Words.REVIEW)));
        Review lead = new Review("lea", true, "", Instant.EPOCH, List.of("lead"), Map.of(), Set.of("l"));

        // When
        RequestOutcome other = decide(List.of(leads), List.of(review("bob", true, "b")));
        RequestOutcome one = decide(List.of(leads), List.of(review("bob", true, "b"), lead));

        // Then
        assertThat(other).isEqualTo(new RequestOutcome.Pending());
        assertThat(one).isInstanceOf(RequestOutcome.Approved.class);
    }

    @Example
    void everyRoleThatIsAskedForMustBeApproved() {
        // Given
        Plea both = new Plea("alice", Map.of(), List.of("dba", "root"), "", Set.of());
        Map<String, List<Threshold>> ways =
                Map.of("dba", List.of(Threshold.ONE), "root", List.of(new Threshold(2, 1, Optional.empty())));

        // When
        RequestOutcome one = RequestDecision.decide(both, ways, List.of(review("bob", true, "b")));

        // Then
        assertThat(one).isEqualTo(new RequestOutcome.Pending());
        assertThat(RequestDecision.decide(both, ways, List.of(review("bob", true, "b"), review("eve", true, "e"))))
                .isInstanceOf(RequestOutcome.Approved.class);
    }

    private static RequestOutcome decide(List<Threshold> ways, List<Review> reviews) {
        return RequestDecision.decide(PLEA, Map.of("dba", ways), reviews);
    }

    private static Review review(String reviewer, boolean approves, String... marks) {
        return new Review(reviewer, approves, "", Instant.EPOCH, List.of(), Map.of(), Set.of(marks));
    }

    @Provide
    Arbitrary<List<Threshold>> thresholds() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3))
                .as((approve, deny) -> new Threshold(approve, deny, Optional.empty()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(2);
    }

    @Provide
    Arbitrary<Review> review() {
        Arbitrary<Set<String>> marks =
                Arbitraries.of("a", "b", "c", "key:alice").set().ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of("alice", "bob", "eve", "zoe", "max"), Arbitraries.of(true, false), marks)
                .as((who, approves, of) -> new Review(who, approves, "", Instant.EPOCH, List.of(), Map.of(), of));
    }

    @Provide
    Arbitrary<List<Review>> reviews() {
        return review().list().ofMaxSize(6);
    }
}
