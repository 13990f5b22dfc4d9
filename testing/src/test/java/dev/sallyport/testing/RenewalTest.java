package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.machine.Renewal;
import dev.sallyport.api.machine.TrustFollower;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in the background, by a clock that the test moves. */
class RenewalTest {

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.atNoon();
    private final TestAuthority authority = new TestAuthority(clock);
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @Test
    void renewsBetweenHalfAndSixTenthsOfTheLifeAgainAndAgain() throws Exception {
        // Given
        LiveMachine machine = TestAuthority.live(folder, authority.node("web-1"));
        List<MachineIdentity> told = new CopyOnWriteArrayList<>();
        machine.onChange(told::add);

        try (Renewal _ = Renewal.start(machine, this::reissued, clock, clock.sleeper(), random)) {
            for (int round = 1; round <= 5; round++) {
                MachineIdentity before = machine.current();

                // When
                Instant due = clock.awaitSleepers(1);
                clock.set(due);
                clock.awaitSleepers(1);

                // Then
                Duration age = Duration.between(before.notBefore(), due);
                assertThat(age)
                        .isBetween(
                                before.life().dividedBy(2),
                                before.life().multipliedBy(6).dividedBy(10));
                assertThat(machine.current().notAfter()).isAfter(before.notAfter());
                assertThat(told).hasSize(round).last().isEqualTo(machine.current());
                assertThat(MachineIdentity.load(folder).orElseThrow().tlsChain())
                        .isEqualTo(machine.current().tlsChain());
            }
        }
    }

    @Test
    void triesAgainEverMoreSlowlyUntilAuthIsBack() throws Exception {
        // Given
        LiveMachine machine = TestAuthority.live(folder, authority.node("web-1"));
        AtomicReference<Boolean> away = new AtomicReference<>(true);
        Renewal.Renewer renewer = current -> {
            if (Boolean.TRUE.equals(away.get())) {
                throw Failure.of(FailureCode.UNAVAILABLE, "auth is away");
            }
            return reissued(current);
        };

        try (Renewal _ = Renewal.start(machine, renewer, clock, clock.sleeper(), random)) {
            MachineIdentity before = machine.current();
            clock.advanceToNextWake();

            // When
            List<Duration> waits = new ArrayList<>();
            for (int failed = 0; failed < 15; failed++) {
                waits.add(Duration.between(clock.instant(), clock.awaitSleepers(1)));
                clock.advanceToNextWake();
            }
            clock.awaitSleepers(1);
            away.set(false);
            clock.advanceToNextWake();
            clock.awaitSleepers(1);

            // Then
            assertThat(waits.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMinutes(5)) <= 0);
            assertThat(waits.getLast()).isGreaterThanOrEqualTo(Duration.ofSeconds(150));
            assertThat(machine.current().notAfter()).isAfter(before.notAfter());
        }
    }

    @Test
    void aRenewalDoesNotBringOlderCasBack() throws Exception {
        // Given
        LiveMachine machine = TestAuthority.live(folder, authority.node("web-1"));
        ClusterTrust newer = revision(2);
        machine.follow(newer);

        // When
        try (Renewal _ = Renewal.start(machine, this::reissued, clock, clock.sleeper(), random)) {
            clock.advanceToNextWake();
            clock.awaitSleepers(1);
        }

        // Then
        assertThat(machine.current().trust()).isEqualTo(newer);
    }

    @Test
    void followsTheCasAboutOnceAMinute() throws Exception {
        // Given
        LiveMachine machine = TestAuthority.live(folder, authority.node("web-1"));
        AtomicReference<ClusterTrust> source = new AtomicReference<>(revision(1));

        try (TrustFollower _ = TrustFollower.start(machine, source::get, clock.sleeper(), random)) {
            Duration wait = Duration.between(clock.instant(), clock.awaitSleepers(1));

            // When
            source.set(revision(2));
            clock.advanceToNextWake();
            clock.awaitSleepers(1);

            // Then
            assertThat(wait).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75));
            assertThat(machine.current().trust().revision()).isEqualTo(2);
            assertThat(MachineIdentity.load(folder).orElseThrow().trust().revision())
                    .isEqualTo(2);
        }
    }

    @Test
    void olderCasAreIgnored() {
        // Given
        LiveMachine machine = TestAuthority.live(folder, authority.node("web-1"));
        machine.follow(revision(5));

        // When
        boolean changed = machine.follow(revision(4));

        // Then
        assertThat(changed).isFalse();
        assertThat(machine.current().trust().revision()).isEqualTo(5);
    }

    private MachineIdentity reissued(MachineIdentity current) {
        return authority.machine(Identity.Kind.NODE, current.id(), "web-1", current.keys(), TestAuthority.LIFE);
    }

    private ClusterTrust revision(long revision) {
        ClusterTrust trust = authority.trust();
        return new ClusterTrust(
                trust.cluster(),
                trust.tls(),
                trust.sshHostCas(),
                trust.sshUserCas(),
                trust.policyKeys(),
                trust.recordingKeys(),
                revision);
    }
}
