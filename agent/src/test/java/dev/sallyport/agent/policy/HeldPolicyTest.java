package dev.sallyport.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.sallyport.agent.ssh.Journal;
import dev.sallyport.api.lock.LockWriter;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.policy.PolicySeal;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.MachineEvent;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock;
import dev.sallyport.testing.ManualClock;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldPolicyTest {

    private final ManualClock clock = ManualClock.atNoon();
    private final TestAuthority authority = new TestAuthority(clock);
    private final Trail trail = new Trail();
    private final AtomicInteger changes = new AtomicInteger();

    private final Path folder;
    private final LiveMachine machine;
    private HeldPolicy held;

    private static final class Trail implements Journal {
        private final List<AuditEvent> events = new ArrayList<>();

        @Override
        public void event(AuditEvent event) {
            events.add(event);
        }

        @Override
        public RecordingWriter record(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure) {
            throw new AssertionError("nothing is recorded here");
        }

        List<String> faults() {
            return events.stream()
                    .map(event -> ((MachineEvent.PolicyRefused) event).fault())
                    .toList();
        }
    }

    HeldPolicyTest(@TempDir Path folder) {
        this.folder = folder;
        this.machine = TestAuthority.live(folder.resolve("identity"), authority.node("web1"));
        this.held = open();
    }

    private HeldPolicy open() {
        RefusedPolicies refused = new RefusedPolicies(
                trail, new EventIds(clock, new SecureRandom()), EventSubject.NONE.withNode("n", "web1"), clock);
        return HeldPolicy.open(file(), machine, clock, refused, changes::incrementAndGet);
    }

    private Path file() {
        return folder.resolve("policy").resolve("image");
    }

    @Test
    void beforeTheFirstAnswerNobodyIsDecidedOn() {
        assertThat(catchThrowableOfType(Failure.class, held::now).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void aPolicyCountsWhoeverCarriedIt() {
        // When
        held.handed(signed(1));
        held.answered(signed(2, lockOn("alice")));

        // Then
        assertThat(held.now().revision()).isEqualTo(2);
        assertThat(held.now().roles()).extracting(role -> role.name()).containsExactly("dev");
        assertThat(changes).hasValue(2);
        assertThat(trail.events).isEmpty();
    }

    @Test
    void afterARestartWithAuthDownTheLastOneCountsUntilTheHostsCertificateEnds() {
        // Given
        held.answered(signed(7, lockOn("alice")));

        // When
        HeldPolicy again = open();
        clock.advance(TestAuthority.LIFE.minusSeconds(1));
        Policy late = again.now();
        clock.advance(Duration.ofSeconds(1));

        // Then: strict roles see that it is not fresh
        assertThat(late.revision()).isEqualTo(7);
        assertThat(late.locks()).hasSize(1);
        assertThat(late.freshUntil()).isBefore(clock.instant());
        assertThat(catchThrowableOfType(Failure.class, again::now).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void anOlderOneIsRefusedAlsoAfterARestart() {
        // Given: what let alice in, and then a lock on her
        SignedPolicy before = signed(7);
        clock.advance(Duration.ofMinutes(2));
        held.answered(signed(8, lockOn("alice")));

        // When
        held.handed(before);
        HeldPolicy again = open();
        clock.advance(Duration.ofMinutes(2));
        again.handed(before);

        // Then
        assertThat(held.now().revision()).isEqualTo(8);
        assertThat(again.now().revision()).isEqualTo(8);
        assertThat(again.now().locks()).hasSize(1);
        assertThat(trail.faults()).containsExactly("rolled-back", "rolled-back");
    }

    @Test
    void whatCrossedOnTheWayIsPassedOverInSilence() {
        // Given
        SignedPolicy answer = signed(7);
        clock.advance(Duration.ofSeconds(2));

        // When
        held.handed(signed(8));
        held.answered(answer);

        // Then
        assertThat(held.now().revision()).isEqualTo(8);
        assertThat(trail.events).isEmpty();
    }

    @Test
    void anotherNodesIsRefused() {
        // When
        held.handed(signed(authority.policyKey(), image(1).setNodeId("another").build()));

        // Then
        assertThat(held.known()).isEmpty();
        assertThat(trail.faults()).containsExactly("foreign");
    }

    @Test
    void anotherClustersIsRefusedEvenWhereTheKeyIsTheSame() {
        // When
        held.handed(signed(authority.policyKey(), image(1).setCluster("other").build()));

        // Then
        assertThat(held.known()).isEmpty();
        assertThat(trail.faults()).containsExactly("foreign");
    }

    @Test
    void oneThatACaOfTheClusterSignedIsForged() {
        // When
        for (KeyPair key : List.of(
                authority.sshHostCa().keys(), authority.sshUserCa().keys(), new TestAuthority(clock).policyKey())) {
            held.handed(signed(key, image(1).build()));
            clock.advance(Duration.ofMinutes(1));
        }

        // Then
        assertThat(held.known()).isEmpty();
        assertThat(trail.faults()).containsExactly("forged", "forged", "forged");
    }

    @Test
    void oneChangedBitIsForged() {
        // Given
        SignedPolicy good = signed(1);
        byte[] image = good.getImage().toByteArray();

        // When
        for (int i = 0; i < image.length; i++) {
            byte[] changed = image.clone();
            changed[i] ^= 1;
            held.handed(good.toBuilder().setImage(ByteString.copyFrom(changed)).build());
        }

        // Then: and all of it is told once
        assertThat(held.known()).isEmpty();
        assertThat(trail.faults()).containsExactly("forged");
    }

    @Test
    void aSignatureOfTheImageAloneIsForged() throws Exception {
        // Given
        ByteString image = image(1).build().toByteString();
        var signing = java.security.Signature.getInstance("Ed25519");
        signing.initSign(authority.policyKey().getPrivate());
        signing.update(image.toByteArray());

        // When
        held.handed(SignedPolicy.newBuilder()
                .setImage(image)
                .setSignature(ByteString.copyFrom(signing.sign()))
                .build());

        // Then
        assertThat(trail.faults()).containsExactly("forged");
    }

    @Test
    void oneFromTheFutureIsRefused() {
        // Given
        Instant later = clock.instant().plus(Duration.ofMinutes(6));

        // When
        held.answered(signed(
                authority.policyKey(), image(1).setIssued(timestamp(later)).build()));

        // Then
        assertThat(held.known()).isEmpty();
        assertThat(trail.faults()).containsExactly("clock");
    }

    @Test
    void onePartThatIsNotUnderstoodSpoilsTheWhole() {
        // Given
        held.answered(signed(1));
        dev.sallyport.api.v1.Lock newer =
                dev.sallyport.api.v1.Lock.newBuilder().setId("of-a-newer-kind").build();

        // When
        held.answered(signed(authority.policyKey(), image(2).addLocks(newer).build()));
        held.answered(signed(
                authority.policyKey(),
                image(3).addRoles(Role.getDefaultInstance()).build()));

        // Then
        assertThat(held.now().revision()).isEqualTo(1);
        assertThat(trail.faults()).containsExactly("unreadable");
    }

    @Test
    void theFileIsItsOwnersAloneAndADamagedOneIsAsNone() throws IOException {
        // Given
        held.answered(signed(1));
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));

        // When
        Files.write(file(), new byte[] {1, 2, 3});
        HeldPolicy again = open();

        // Then
        assertThat(mode).isEqualTo("rw-------");
        assertThat(again.known()).isEqualTo(Optional.empty());
    }

    @Test
    void aLockCountsAlsoWhereTheDiskFails() throws IOException {
        // Given: a file where the folder should be
        held = open();
        Files.writeString(folder.resolve("policy"), "");

        // When
        held.answered(signed(1, lockOn("alice")));

        // Then
        assertThat(held.now().locks()).hasSize(1);
    }

    private SignedPolicy signed(long revision, Lock... locks) {
        PolicyImage.Builder image = image(revision);
        for (Lock lock : locks) {
            image.addLocks(LockWriter.write(lock));
        }
        return signed(authority.policyKey(), image.build());
    }

    private static SignedPolicy signed(KeyPair key, PolicyImage image) {
        return PolicySeal.sign(image, key);
    }

    private PolicyImage.Builder image(long revision) {
        return PolicyImage.newBuilder()
                .setCluster("test")
                .setNodeId(machine.current().id())
                .setRevision(revision)
                .setIssued(timestamp(clock.instant()))
                .setFreshUntil(timestamp(clock.instant().plus(Duration.ofMinutes(5))))
                .putLabels("env", "dev")
                .addRoles(role("dev"));
    }

    private static Role role(String name) {
        Role.Builder role = Role.newBuilder();
        role.getMetadataBuilder().setName(name);
        return role.build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    private Lock lockOn(String user) {
        return new Lock("1", new Lock.Target.User(user), clock.instant(), Optional.empty(), "because");
    }
}
