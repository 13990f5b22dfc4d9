package dev.sallyport.benchmarks.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The peer: the system's sshd with a configuration of its own, that trusts a user CA made for this run. */
final class Sshd implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final String address;
    private final String user;

    private Sshd(Process process, Path directory, String address, String user) {
        this.process = process;
        this.directory = directory;
        this.address = address;
        this.user = user;
    }

    static Sshd start(Path directory, String address, String user) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        keygen("-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("host").toString());
        keygen("-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("ca").toString());
        keygen("-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("user").toString());
        keygen(
                "-q",
                "-s",
                directory.resolve("ca").toString(),
                "-I",
                user,
                "-n",
                user,
                "-V",
                "+12h",
                directory.resolve("user.pub").toString());
        Path config = Files.writeString(directory.resolve("sshd_config"), """
                ListenAddress %1$s:2222
                HostKey %2$s/host
                TrustedUserCAKeys %2$s/ca.pub
                PidFile none
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                StrictModes no
                MaxStartups 1000
                MaxSessions 1000
                PrintMotd no
                PrintLastLog no
                Subsystem sftp /usr/lib/openssh/sftp-server
                """.formatted(address, directory));
        Files.createDirectories(Path.of("/run/sshd"));
        Process process = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        Sshd sshd = new Sshd(process, directory, address, user);
        sshd.awaitListening();
        return sshd;
    }

    /** Configuration for {@code ssh -F}. */
    Lane lane() throws IOException {
        Path config = Files.writeString(directory.resolve("client_config"), """
                Host peer
                  HostName %1$s
                  Port 2222
                  User %2$s
                  IdentityFile %3$s/user
                  CertificateFile %3$s/user-cert.pub
                  IdentitiesOnly yes
                  UserKnownHostsFile %3$s/known_hosts
                  StrictHostKeyChecking accept-new
                """.formatted(address, user, directory));
        return new Lane("sshd", config, "peer");
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void awaitListening() throws IOException, InterruptedException {
        for (int tries = 0; tries < 200 && process.isAlive(); tries++) {
            if (Files.readString(directory.resolve("sshd.log")).contains("Server listening")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        throw new IOException("sshd does not listen: " + Files.readString(directory.resolve("sshd.log")));
    }

    private static void keygen(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("ssh-keygen"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }
}
