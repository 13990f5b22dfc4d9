package dev.sallyport.e2e.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real sshd with a host key of its own, as a stolen proxy could run one; on a private loopback address. */
final class Impostor implements AutoCloseable {

    private static final int PORT = 2022;

    private final Process process;
    private final Path log;

    private Impostor(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Impostor start(Path directory, String address) throws IOException, InterruptedException {
        Path key = directory.resolve("host_key");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor();
        Path log = directory.resolve("sshd.log");
        Path config = Files.writeString(directory.resolve("sshd_config"), """
                ListenAddress %s:%d
                HostKey %s
                PidFile none
                UsePAM no
                StrictModes no
                """.formatted(address, PORT, key));
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Impostor impostor = new Impostor(process, log);
        org.awaitility.Awaitility.await().until(() -> impostor.log().contains("listening"));
        return impostor;
    }

    int port() {
        return PORT;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
