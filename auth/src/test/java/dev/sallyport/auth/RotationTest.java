package dev.sallyport.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.GetMachineTrustRequest;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.pki.PemBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys change by the calendar, without a restart and without anybody losing the way. */
class RotationTest extends ClusterTest {

    @Test
    void aYearOfRotationsNeedsNoRestart() {
        // Given
        Trust first = trust();

        // When
        Trust announced = after(Duration.ofDays(340));
        Trust signing = after(Duration.ofDays(30));
        Trust dropped = after(Duration.ofDays(31));

        // Then
        assertThat(first.getHostCaCount()).isEqualTo(1);
        assertThat(announced.getHostCaList()).hasSize(2).startsWith(first.getHostCa(0));
        assertThat(signing.getHostCaList()).hasSize(2).contains(first.getHostCa(0));
        assertThat(signing.getHostCa(0)).isNotEqualTo(first.getHostCa(0));
        assertThat(dropped.getHostCaList()).hasSize(1).doesNotContain(first.getHostCa(0));
        assertThat(dropped.getSshHostCaList()).doesNotContainAnyElementsOf(first.getSshHostCaList());
        assertThat(first.getRevision()).isLessThan(announced.getRevision());
        assertThat(announced.getRevision()).isLessThan(dropped.getRevision());
    }

    @Test
    void aMachineThatRenewedInTimeGetsThroughARotation() {
        // Given
        clock.advance(Duration.ofDays(364));
        cluster.role.look();
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");

        // When
        clock.advance(Duration.ofHours(23));
        cluster.role.look();
        Trust seen = NodeServiceGrpc.newBlockingStub(cluster.channel(node))
                .getMachineTrust(GetMachineTrustRequest.getDefaultInstance());

        // Then
        assertThat(seen.getHostCaCount()).isEqualTo(2);
        assertThat(node.trust().tls().host()).hasSize(2);
    }

    @Test
    void theLocalAdministratorsFileIsRenewedAtHalfItsLifeAndIsItsOwnersOnly() throws Exception {
        // Given
        Path file = folder.resolve("admin.pem");
        PemBundle first = PemBundle.read(file).orElseThrow();

        // When
        clock.advance(Duration.ofHours(11));
        cluster.role.look();
        PemBundle before = PemBundle.read(file).orElseThrow();
        clock.advance(Duration.ofHours(2));
        cluster.role.look();
        PemBundle after = PemBundle.read(file).orElseThrow();

        // Then
        assertThat(before.certificates()).isEqualTo(first.certificates());
        assertThat(after.certificates().getFirst())
                .isNotEqualTo(first.certificates().getFirst());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cluster.key"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("# address: 127.0.0.1:" + cluster.role.address().getPort());
    }

    private Trust after(Duration time) {
        clock.advance(time);
        cluster.role.look();
        return trust();
    }

    private Trust trust() {
        return LoginServiceGrpc.newBlockingStub(cluster.nobody()).getTrust(GetTrustRequest.getDefaultInstance());
    }
}
