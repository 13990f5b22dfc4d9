package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.machine.ApiRenewer;
import dev.sallyport.api.machine.Joining;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineChannel;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.CaPin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine joins, restarts, renews: against a server with real certificates. */
class MachineLifeIT {

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.atNoon();
    private final TestAuthority authority = new TestAuthority(clock);
    private final FakeJoinService auth = new FakeJoinService(authority, clock);
    private final Joining joining = new Joining(clock, new SecureRandom());

    @AfterEach
    void stop() {
        auth.close();
    }

    @Test
    void aMachineJoinsOnceAndRestartsWithoutTheToken() {
        // Given
        MachineIdentity joined =
                enter(Optional.of(FakeJoinService.TOKEN), authority.pin()).current();

        // When
        MachineIdentity again = enter(Optional.empty()).current();
        MachineIdentity withOldToken =
                enter(Optional.of(FakeJoinService.TOKEN), authority.pin()).current();

        // Then
        assertThat(joined.id()).isEqualTo("node-1");
        assertThat(again.tlsChain()).isEqualTo(joined.tlsChain());
        assertThat(again.trust()).isEqualTo(joined.trust());
        assertThat(withOldToken.tlsChain()).isEqualTo(joined.tlsChain());
        assertThat(auth.joins()).isEqualTo(1);
    }

    @Test
    void theIdentityOnDiskIsForItsOwnerOnly() throws IOException {
        // Given
        enter(Optional.of(FakeJoinService.TOKEN), authority.pin());

        // When
        Path file = folder.resolve("machine.pem");

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aWrongPinSendsNoTokenAndSaysSo() {
        // Given
        CaPin foreign = new TestAuthority("other", clock).pin();

        // When the machine joins with it

        // Then
        assertThatThrownBy(() -> enter(Optional.of(FakeJoinService.TOKEN), foreign))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID))
                .hasMessageContaining("does not match the pin: expected " + foreign);
        assertThat(auth.joins()).isZero();
    }

    @Test
    void aTokenWithoutPinIsRefused() {
        // Given
        Optional<String> token = Optional.of(FakeJoinService.TOKEN);

        // When the machine joins with it

        // Then
        assertThatThrownBy(() -> enter(token)).hasMessageContaining("needs the CA pin");
    }

    @Test
    void aWrongTokenIsUnauthenticated() {
        // Given
        Optional<String> token = Optional.of("another");

        // When the machine joins with it

        // Then
        assertThatThrownBy(() -> enter(token, authority.pin()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHENTICATED))
                .hasMessage("this token is wrong, used or over");
    }

    @Test
    void withoutAnythingItSaysHowToJoin() {
        // Given
        Optional<String> token = Optional.empty();

        // When the machine starts

        // Then
        assertThatThrownBy(() -> enter(token)).hasMessageContaining("has not joined yet");
    }

    @Test
    void anEndedIdentityNamesTheClock() {
        // Given
        enter(Optional.of(FakeJoinService.TOKEN), authority.pin());

        // When
        clock.advance(Duration.ofHours(25));

        // Then
        assertThatThrownBy(() -> enter(Optional.empty()))
                .hasMessageContaining("ended at")
                .hasMessageContaining("this machine's clock says");
    }

    @Test
    void aClockThatIsBehindIsNamed() {
        // Given
        enter(Optional.of(FakeJoinService.TOKEN), authority.pin());

        // When
        clock.advance(Duration.ofHours(-1));

        // Then
        assertThatThrownBy(() -> enter(Optional.empty()))
                .hasMessageContaining("not valid until")
                .hasMessageContaining("check the clock");
    }

    @Test
    void aDamagedIdentityIsNamedAndLeftAlone() throws IOException {
        // Given
        enter(Optional.of(FakeJoinService.TOKEN), authority.pin());
        Path file = folder.resolve("machine.pem");

        // When
        Files.writeString(file, Files.readString(file).replace("SALLYPORT MACHINE ID", "SOMETHING"));

        // Then
        assertThatThrownBy(() -> enter(Optional.of(FakeJoinService.TOKEN), authority.pin()))
                .hasMessageContaining("machine.pem is damaged");
        assertThat(file).exists();
    }

    @Test
    void aRenewalKeepsIdAndHostKeyAndChangesTheTlsKey() {
        // Given
        LiveMachine machine = enter(Optional.of(FakeJoinService.TOKEN), authority.pin());
        MachineIdentity before = machine.current();
        clock.advance(Duration.ofHours(13));

        // When
        MachineIdentity after;
        try (ApiChannel channel = MachineChannel.open(auth.address(), machine, clock)) {
            after = new ApiRenewer(channel, new SecureRandom()).renew(before);
        }

        // Then
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.keys().sshHost()).isEqualTo(before.keys().sshHost());
        assertThat(after.keys().tls().getPublic())
                .isNotEqualTo(before.keys().tls().getPublic());
        assertThat(after.notAfter()).isEqualTo(clock.instant().plus(TestAuthority.LIFE));
    }

    private LiveMachine enter(Optional<String> token, CaPin... pins) {
        return joining.enter(new Joining.Settings(
                folder, auth.address(), MachineType.MACHINE_TYPE_NODE, "web-1", token, List.of(pins)));
    }
}
