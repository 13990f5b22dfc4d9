package dev.sallyport.benchmarks.soak;

import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Arguments: the distribution, how many rounds, MiB a transfer. Exit 1 with the round that failed. */
final class Soak {

    /** Unlike 0 and unlike what ssh itself would end with. */
    private static final int EXIT = 7;

    private final DistCluster cluster;
    private final Path config;
    private final Payload payload;

    private Soak(DistCluster cluster, Path config, Payload payload) {
        this.cluster = cluster;
        this.config = config;
        this.payload = payload;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        try (DistCluster cluster = DistCluster.start(Path.of(arguments[0]).toAbsolutePath())) {
            Daemon agent = cluster.startAgent();
            cluster.person("soak", System.getProperty("user.name"));
            Path file = cluster.directory().resolve("payload");
            Payload payload = Payload.write(file, Integer.parseInt(arguments[2]));
            long descriptors = descriptors(agent);
            new Soak(cluster, cluster.sshConfig(false), payload).run(rounds);
            System.out.println(
                    "descriptors of the agent: " + descriptors + " before, " + descriptors(agent) + " after");
        }
    }

    private void run(int rounds) throws Exception {
        long start = System.nanoTime();
        for (int round = 1; round <= rounds; round++) {
            in(round);
            out(round);
            if (round % 10 == 0 || round == rounds) {
                System.out.printf(
                        "soak: %d of %d rounds, %d MiB each way each, all complete, %d s%n",
                        round, rounds, payload.bytes() >> 20, (System.nanoTime() - start) / 1_000_000_000);
            }
        }
    }

    private void in(int round) throws IOException, InterruptedException, NoSuchAlgorithmException {
        Process process = ssh("sha256sum; exit " + EXIT)
                .redirectInput(payload.file().toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ended(round, "in", process);
        check(round, "in", said.startsWith(payload.sha256()), said);
    }

    private void out(int round) throws IOException, InterruptedException, NoSuchAlgorithmException {
        Process process = ssh("cat " + payload.file() + "; exit " + EXIT).start();
        process.getOutputStream().close();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[256 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        ended(round, "out", process);
        String got = HexFormat.of().formatHex(digest.digest());
        check(round, "out", got.equals(payload.sha256()), got);
    }

    private ProcessBuilder ssh(String command) {
        return new ProcessBuilder(
                        List.of("ssh", "-F", config.toString(), "-o", "BatchMode=yes", cluster.node(), command))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static void ended(int round, String way, Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("round " + round + ", " + way + ": all bytes were there, and no end after 60 s");
        }
        check(round, way, process.exitValue() == EXIT, "exit code " + process.exitValue());
    }

    private static void check(int round, String way, boolean fine, String seen) {
        if (!fine) {
            throw new AssertionError("round " + round + ", " + way + ": " + seen);
        }
    }

    private static long descriptors(Daemon daemon) throws IOException {
        try (var files = Files.list(Path.of("/proc/" + daemon.pid() + "/fd"))) {
            return files.count();
        }
    }
}
