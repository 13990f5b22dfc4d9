package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sally config} printed is enough for the clients that people have. */
@ExtendWith(SharedWay.class)
class PlainClientsIT {

    private final Way way;

    @TempDir
    private Path scratch = Path.of("");

    PlainClientsIT(Way way) {
        this.way = way;
    }

    @Test
    void commandRunsAsTheWantedUserAndItsExitCodePassesThrough() {
        // When
        Ran ran = way.ssh("id -un; echo apart >&2; exit 42");

        // Then
        assertThat(ran).isEqualTo(new Ran(42, way.user().name() + "\n", "apart\n"));
    }

    @Test
    void sallySshDoesTheSameWithoutAnyConfiguration() {
        // When
        Ran ran = way.cluster().sally("ssh", way.user().name() + "@box1", "id -un; exit 3");

        // Then
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).isEqualTo(way.user().name() + "\n");
    }

    @Test
    void shellHasTerminal() {
        // When
        Ran ran = way.run(
                "script",
                "-qec",
                "ssh -tt -F " + way.knock() + " " + way.target() + " 'tty; stty size; exit 5'",
                "/dev/null");

        // Then
        assertThat(ran.out()).contains("/dev/pts/");
        assertThat(ran.exit()).isEqualTo(5);
    }

    @Test
    void signalOfTheRemoteCommandReachesTheClient() {
        // When
        Ran ran = way.ssh("kill -TERM $$");

        // Then: OpenSSH says 255 for an exit by signal
        assertThat(ran.exit()).isEqualTo(255);
    }

    @Test
    void proxyJumpWorksWithoutSally() {
        // When
        Ran ran = way.sshByJump("id -un");

        // Then
        assertThat(ran.orFail()).isEqualTo(way.user().name() + "\n");
    }

    @Test
    void scpBringsEveryByteThereAndBack() throws IOException {
        // Given
        Path file = payload(3_000_001);
        Path back = scratch.resolve("back");
        String there = way.target() + ":" + shared() + "/scp";

        // When
        way.client("scp", way.knock(), new String[0], file.toString(), there).orFail();
        way.client("scp", way.knock(), new String[0], there, back.toString()).orFail();

        // Then
        assertThat(back).hasSameBinaryContentAs(file);
    }

    @Test
    void sallyScpDoesTheSame() throws IOException {
        // Given
        Path file = payload(70_000);

        // When
        way.cluster()
                .sally("scp", file.toString(), way.user().name() + "@box1:" + shared() + "/sally-scp")
                .orFail();

        // Then
        assertThat(way.ssh("cat " + shared() + "/sally-scp | wc -c").orFail().strip())
                .isEqualTo("70000");
    }

    @Test
    void sftpLists() throws IOException {
        // Given
        Path batch = Files.writeString(scratch.resolve("batch"), "pwd\nls -la /etc/hostname\n");

        // When
        Ran ran = way.client("sftp", way.knock(), new String[] {"-b", batch.toString()}, way.target());

        // Then
        assertThat(ran.orFail()).contains("/etc/hostname");
    }

    @Test
    void rsyncCopies() throws IOException {
        // Given
        Path file = payload(1_000_000);
        String there = shared() + "/rsync";

        // When
        way.run("rsync", "-e", "ssh -F " + way.knock(), file.toString(), way.target() + ":" + there)
                .orFail();

        // Then
        assertThat(way.ssh("sha256sum < " + there).orFail())
                .isEqualTo(way.run("sh", "-c", "sha256sum < " + file).orFail());
    }

    @Test
    void gitClones() throws IOException {
        // Given
        String repository = shared() + "/repository.git";
        way.ssh("git init -q --bare " + repository).orFail();

        // When
        Ran ran = way.run(
                "git",
                "-c",
                "core.sshCommand=ssh -F " + way.knock(),
                "clone",
                "-q",
                way.target() + ":" + repository,
                scratch.resolve("clone").toString());

        // Then
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(scratch.resolve("clone/.git")).isDirectory();
    }

    @Test
    void ansiblePings() {
        // When
        Ran ran = way.run(
                "ansible",
                "all",
                "-i",
                way.cluster().node() + ",",
                "-u",
                way.user().name(),
                "-m",
                "ping",
                "--ssh-common-args",
                "-F " + way.knock());

        // Then
        assertThat(ran.out()).contains("\"ping\": \"pong\"");
    }

    @Test
    void oneConnectionCarriesManySessions() throws IOException {
        // Given
        Path socket = Files.createTempDirectory("sally-mux").resolve("s");
        String[] master = {"-o", "ControlMaster=auto", "-o", "ControlPath=" + socket, "-o", "ControlPersist=60"};

        // When
        Ran first = way.ssh("true", master);
        List<Ran> more = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> way.ssh("echo again; exit " + number, master))
                .toList();
        way.client("ssh", way.knock(), new String[] {"-O", "exit", "-o", "ControlPath=" + socket}, way.target());

        // Then
        assertThat(first.exit()).isZero();
        assertThat(more)
                .extracting(Ran::exit)
                .isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
        assertThat(more).extracting(Ran::out).containsOnly("again\n");
        Files.delete(socket.getParent());
    }

    /** A directory that the wanted user can write to. */
    private Path shared() throws IOException {
        Path directory = Files.createDirectories(way.cluster().directory().resolve("shared"));
        Files.setPosixFilePermissions(way.cluster().directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private Path payload(int bytes) throws IOException {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return Files.write(scratch.resolve("payload"), random);
    }
}
