package dev.sallyport.pki.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The calendar, against a world in which time passes in steps and somebody looks at it only sometimes. */
class KeyScheduleTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final KeySchedule.Policy POLICY = new KeySchedule.Policy(Duration.ofDays(90), Duration.ofHours(30));

    /** What happens after a while: nothing but a look, or an administrator's order. */
    enum Order {
        LOOK,
        ROTATE_EARLY,
        REVOKE_SIGNER,
        REVOKE_LAST,
        REVOKE_FIRST
    }

    record Step(long minutes, Order order) {}

    /** Something that was signed. */
    private record Signed(String key, Instant at) {}

    /** Keeps the schedule as auth would, and notes what it signed and revoked. */
    private static final class World {
        private Instant now = START;
        private int made = 1;
        private KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START);
        private final List<Signed> signed = new ArrayList<>();
        private final Set<String> revoked = new HashSet<>();

        void after(Step step) {
            now = now.plus(Duration.ofMinutes(step.minutes()));
            if (schedule.needsSuccessor(now)) {
                schedule = schedule.withSuccessor(newId(), now);
            }
            schedule = schedule.withoutDroppable(now);
            obey(step.order());
            signed.add(new Signed(schedule.signer(now).id(), now));
        }

        private void obey(Order order) {
            switch (order) {
                case LOOK -> {}
                case ROTATE_EARLY -> {
                    if (!schedule.keys().getLast().signsFrom().isAfter(now)) {
                        schedule = schedule.rotateEarly(newId(), now);
                    }
                }
                case REVOKE_SIGNER -> revoke(schedule.signer(now).id());
                case REVOKE_LAST -> revoke(schedule.keys().getLast().id());
                case REVOKE_FIRST -> revoke(schedule.keys().getFirst().id());
            }
        }

        private void revoke(String id) {
            schedule = schedule.revokeNow(id, now, this::newId).schedule();
            revoked.add(id);
        }

        private String newId() {
            made++;
            return "k" + made;
        }
    }

    @Property(tries = 500)
    void whateverWasSignedIsTrustedForItsWholeLife(@ForAll("histories") List<Step> history) {
        // Given
        World world = new World();
        for (Step step : history) {
            world.after(step);

            // When
            List<String> trusted = world.schedule.trusted(world.now).stream()
                    .map(ScheduledKey::id)
                    .toList();

            // Then
            assertThat(trusted).noneMatch(world.revoked::contains);
            assertThat(world.signed)
                    .filteredOn(one -> !world.revoked.contains(one.key()))
                    .filteredOn(one -> !one.at().plus(POLICY.lifetime()).isBefore(world.now))
                    .allSatisfy(one -> assertThat(trusted).contains(one.key()));
        }
    }

    @Property(tries = 500)
    void exactlyOneKeySignsAndItIsTrusted(
            @ForAll("histories") List<Step> history, @ForAll("minutes") long before, @ForAll("minutes") long later) {
        // Given
        World world = new World();
        history.forEach(world::after);

        for (Instant time : List.of(
                world.now, world.now.plus(Duration.ofMinutes(later)), world.now.minus(Duration.ofMinutes(before)))) {
            // When
            ScheduledKey signer = world.schedule.signer(time);

            // Then
            assertThat(world.schedule.trusted(time)).contains(signer);
            assertThat(world.schedule.droppable(time)).doesNotContain(signer);
            assertThat(world.schedule.keys().stream().filter(key -> key.signsAt(time)))
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThat(world.schedule.keys().stream().filter(key -> key.signsAt(world.now)))
                .hasSize(1);
    }

    @Property(tries = 500)
    void withoutAnEmergencyEveryoneKnewASignerForALifetime(@ForAll("calm") List<Step> history) {
        // Given
        World world = new World();
        history.forEach(world::after);

        // When
        List<ScheduledKey> successors = world.schedule.keys().stream()
                .filter(key -> !key.id().equals("k1"))
                .toList();

        // Then
        assertThat(successors)
                .allSatisfy(key -> assertThat(Duration.between(key.published(), key.signsFrom()))
                        .isGreaterThanOrEqualTo(POLICY.lifetime()));
    }

    @Property(tries = 300)
    void theNextChangeIsAheadAndNothingChangesUntilThen(
            @ForAll("histories") List<Step> history, @ForAll("minutes") long offset) {
        // Given
        World world = new World();
        history.forEach(world::after);
        Instant next = world.schedule.nextChange(world.now);
        Instant between = world.now.plusMillis(Math.floorMod(
                offset, Math.max(1, Duration.between(world.now, next).toMillis())));

        // When
        KeySchedule schedule = world.schedule;

        // Then
        assertThat(next).isAfter(world.now);
        assertThat(schedule.signer(between)).isEqualTo(schedule.signer(world.now));
        assertThat(schedule.trusted(between)).isEqualTo(schedule.trusted(world.now));
        assertThat(schedule.needsSuccessor(between)).isEqualTo(schedule.needsSuccessor(world.now));
    }

    @Example
    void aSuccessorIsMadeOneLifetimeBeforeItSigns() {
        // Given
        KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START);
        Instant due = START.plus(POLICY.period());
        Instant early = due.minus(POLICY.lifetime());

        // When
        KeySchedule next = schedule.withSuccessor("k2", early);

        // Then
        assertThat(schedule.needsSuccessor(early.minusNanos(1))).isFalse();
        assertThat(schedule.needsSuccessor(early)).isTrue();
        assertThat(next.trusted(early)).extracting(ScheduledKey::id).containsExactly("k1", "k2");
        assertThat(next.signer(due.minusNanos(1)).id()).isEqualTo("k1");
        assertThat(next.signer(due).id()).isEqualTo("k2");
        assertThat(next.droppable(due.plus(POLICY.lifetime()).minusNanos(1))).isEmpty();
        assertThat(next.droppable(due.plus(POLICY.lifetime())))
                .extracting(ScheduledKey::id)
                .containsExactly("k1");
    }

    @Example
    void afterAYearOffTheOldKeySignsUntilTheNewOneIsKnown() {
        // Given
        KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START);
        Instant back = START.plus(Duration.ofDays(365));

        // When
        KeySchedule next = schedule.withSuccessor("k2", back);

        // Then
        assertThat(next.signer(back).id()).isEqualTo("k1");
        assertThat(next.signer(back.plus(POLICY.lifetime())).id()).isEqualTo("k2");
    }

    @Example
    void aRevokedSignerIsReplacedAtOnce() {
        // Given
        KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START);
        Instant now = START.plus(Duration.ofDays(1));

        // When
        KeySchedule.Revocation revocation = schedule.revokeNow("k1", now, () -> "k2");

        // Then
        assertThat(revocation.created()).map(ScheduledKey::id).contains("k2");
        assertThat(revocation.schedule().signer(now).id()).isEqualTo("k2");
        assertThat(revocation.schedule().trusted(now))
                .extracting(ScheduledKey::id)
                .containsExactly("k2");
    }

    @Example
    void aWaitingSuccessorBeginsWhenTheSignerIsRevoked() {
        // Given
        Instant now = START.plus(Duration.ofDays(1));
        KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START).rotateEarly("k2", now);

        // When
        KeySchedule.Revocation revocation = schedule.revokeNow("k1", now.plusSeconds(60), () -> "not asked");

        // Then
        assertThat(revocation.created()).isEmpty();
        assertThat(revocation.schedule().signer(now.plusSeconds(60)).id()).isEqualTo("k2");
    }

    @Example
    void aSecondSuccessorIsRefusedWhileOneWaits() {
        // Given
        Instant now = START.plus(Duration.ofDays(1));
        KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START).rotateEarly("k2", now);

        // When
        Instant again = now.plusSeconds(1);

        // Then
        assertThatThrownBy(() -> schedule.rotateEarly("k3", again))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("waiting already");
    }

    @Example
    void anUnknownKeyCannotBeRevoked() {
        // Given
        KeySchedule schedule = KeySchedule.begin(POLICY, "k1", START);

        // When
        String unknown = "k9";

        // Then
        assertThatThrownBy(() -> schedule.revokeNow(unknown, START, () -> "k2"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no key k9");
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return steps(Arbitraries.frequency(
                net.jqwik.api.Tuple.of(12, Order.LOOK),
                net.jqwik.api.Tuple.of(2, Order.ROTATE_EARLY),
                net.jqwik.api.Tuple.of(1, Order.REVOKE_SIGNER),
                net.jqwik.api.Tuple.of(1, Order.REVOKE_LAST),
                net.jqwik.api.Tuple.of(1, Order.REVOKE_FIRST)));
    }

    @Provide
    Arbitrary<List<Step>> calm() {
        return steps(Arbitraries.of(Order.LOOK, Order.LOOK, Order.LOOK, Order.ROTATE_EARLY));
    }

    @Provide
    Arbitrary<Long> minutes() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 60)),
                net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 4 * 24 * 60)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(0, 400 * 24 * 60)));
    }

    private Arbitrary<List<Step>> steps(Arbitrary<Order> orders) {
        return Combinators.combine(minutes(), orders)
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
