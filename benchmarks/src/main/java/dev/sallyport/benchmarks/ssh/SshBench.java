package dev.sallyport.benchmarks.ssh;

import dev.sallyport.benchmarks.process.Heap;
import dev.sallyport.benchmarks.process.Usage;
import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.UnixUser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures; {@code ssh.md} in the results says what. Every figure of both sides is taken in turns, to share the machine's moods. */
final class SshBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int MIB = Integer.getInteger("bench.mib", 512);
    private static final int SESSIONS = Integer.getInteger("bench.sessions", 80);
    private static final int IDLE = Integer.getInteger("bench.idle", 40);
    /** Before anything is measured, on each lane; a daemon runs for weeks, and its code is compiled as it is used. */
    private static final int WARM_SESSIONS = Integer.getInteger("bench.warm.sessions", 240);

    private static final int WARM_MIB = Integer.getInteger("bench.warm.mib", 2048);
    private static final Target REPORTED = new Target.None();

    private final Report report;
    private final Lane ours;
    private final Lane jump;
    private final Lane peer;
    private final Daemon core;
    private final Daemon agent;
    private final Sshd sshd;
    private final Path scratch;

    private SshBench(Report report, Lane ours, Lane jump, Daemon core, Daemon agent, Sshd sshd, Path scratch)
            throws IOException {
        this.report = report;
        this.ours = ours;
        this.jump = jump;
        this.peer = sshd.lane();
        this.core = core;
        this.agent = agent;
        this.sshd = sshd;
        this.scratch = scratch;
    }

    /** Arguments: the distribution, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        Path dist = Path.of(arguments[0]).toAbsolutePath();
        Report report = new Report("ssh", "the system's sshd (" + version() + ")", System.out);
        try (UnixUser user = UnixUser.create("sallybench");
                DistCluster cluster = DistCluster.start(dist)) {
            Daemon agent = cluster.startAgent();
            cluster.person("bench", user.name());
            Path scratch = Files.createDirectories(cluster.directory().resolve("scratch"));
            Lane ours = new Lane("sallyport", withUser(cluster.sshConfig(false), user), cluster.node());
            Lane jump = new Lane("sallyport by ProxyJump", withUser(cluster.sshConfig(true), user), cluster.node());
            try (Sshd sshd = Sshd.start(scratch.resolve("sshd"), cluster.address(), user.name())) {
                new SshBench(report, ours, jump, cluster.core(), agent, sshd, scratch).run();
            }
        }
        report.finish(Path.of(arguments[1]), LocalDate.now(java.time.ZoneOffset.UTC));
    }

    private void run() throws Exception {
        System.out.println("bench-ssh: " + ROUNDS + " rounds, " + MIB + " MiB a transfer, " + SESSIONS + " sessions");
        report.add(Figure.alone(
                "agent at rest, RSS", "MiB", Samples.of(Usage.rssKib(agent.pid()) / 1024), new Target.OursAtMost(64)));
        warm();
        output();
        input();
        copies();
        oneByOne();
        manyAtOnce();
        idleSessions();
    }

    private void warm() throws Exception {
        File zeros = sparse("warm").toFile();
        for (Lane lane : List.of(ours, jump, peer)) {
            Together.sessionsPerSecond(lane, WARM_SESSIONS, 8);
            for (int mib = 0; mib < WARM_MIB; mib += MIB) {
                lane.seconds("head -c " + MIB + "M /dev/zero");
                lane.seconds("cat > /dev/null", zeros);
            }
        }
        report.note(
                "Warmed before: " + WARM_SESSIONS + " sessions and " + WARM_MIB
                        + " MiB each way on every lane, the peer's too. A daemon runs for weeks; what it costs in its first minute is not in here.");
    }

    private void output() throws Exception {
        compare(
                "output, one session",
                new Target.RatioAtLeast(1.0),
                lane -> MIB / lane.seconds("head -c " + MIB + "M /dev/zero"));
    }

    private void input() throws Exception {
        File zeros = sparse("zeros").toFile();
        compare(
                "input, one session",
                new Target.RatioAtLeast(0.9),
                lane -> MIB / lane.seconds("cat > /dev/null", zeros));
    }

    private void copies() throws Exception {
        Path file = sparse("file");
        Path back = scratch.resolve("back");
        compare("scp put", new Target.RatioAtLeast(0.9), lane -> MIB / lane.put(file, "/dev/null"));
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Path readable = Files.copy(file, Path.of("/dev/shm/sallyport-bench-file"));
        try {
            compare("scp get", new Target.RatioAtLeast(0.9), lane -> MIB / lane.get(readable.toString(), back));
        } finally {
            Files.delete(readable);
        }
    }

    private void oneByOne() throws Exception {
        Samples oursMs = new Samples();
        Samples peerMs = new Samples();
        double oursCpu = 0;
        double peerCpu = 0;
        int count = SESSIONS / 2;
        for (int i = 0; i < count; i++) {
            double before = oursCpu();
            oursMs.add(ours.seconds("true") * 1000);
            oursCpu += oursCpu() - before;
            before = Usage.cpuSeconds(sshd.pid());
            peerMs.add(peer.seconds("true") * 1000);
            peerCpu += Usage.cpuSeconds(sshd.pid()) - before;
        }
        report.add(new Figure(
                "`ssh host true` one by one, p50",
                "ms",
                oursMs.median(),
                peerMs.median(),
                Math.max(oursMs.spread(), peerMs.spread()),
                new Target.RatioAtMost(0.75)));
        report.add(new Figure(
                "CPU a session, proxy and agent with children",
                "ms",
                oursCpu * 1000 / count,
                peerCpu * 1000 / count,
                0,
                new Target.OursAtMost(15)));
    }

    private double oursCpu() {
        return Usage.cpuSeconds(core.pid()) + Usage.cpuSeconds(agent.pid());
    }

    private void manyAtOnce() throws Exception {
        Samples direct = new Samples();
        Samples knock = new Samples();
        Samples jumped = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            direct.add(Together.sessionsPerSecond(peer, SESSIONS, 8));
            knock.add(Together.sessionsPerSecond(ours, SESSIONS, 8));
            jumped.add(Together.sessionsPerSecond(jump, SESSIONS, 8));
        }
        report.add(Figure.of("sessions, 8 at once, by `sally proxy ssh`", "1/s", knock, direct, REPORTED));
        report.add(Figure.of("sessions, 8 at once, by ProxyJump", "1/s", jumped, direct, new Target.RatioAtLeast(1.0)));
    }

    private void idleSessions() throws Exception {
        double oursEach = memoryEach(ours, this::agentMiB);
        double peerEach = memoryEach(peer, () -> Usage.treePssKib(sshd.pid()) / 1024);
        report.add(new Figure(
                "memory an interactive session, agent", "MiB", oursEach, peerEach, 0, new Target.OursAtMost(1)));
        report.note(
                "Memory a session: from " + IDLE + " to " + 2 * IDLE
                        + " open sessions with a terminal; live heap after a full collection, and resident memory outside of the heap.");
    }

    /** The heap grows and shrinks as it likes: what counts there is what lives in it. */
    private double agentMiB() {
        try {
            Heap heap = Heap.of(agent.pid());
            return heap.liveMib() + heap.outsideKib(agent.pid()) / 1024;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Between half of the sessions and all of them, so that what the first ones cost once is not in it. */
    private static double memoryEach(Lane lane, java.util.function.DoubleSupplier mib) throws Exception {
        List<Process> open = new ArrayList<>();
        try {
            openMore(lane, open);
            double half = mib.getAsDouble();
            openMore(lane, open);
            return (mib.getAsDouble() - half) / IDLE;
        } finally {
            for (Process each : open) {
                each.getOutputStream().close();
                each.destroy();
                each.waitFor();
            }
        }
    }

    private static void openMore(Lane lane, List<Process> open) throws IOException, InterruptedException {
        for (int i = 0; i < IDLE; i++) {
            open.add(lane.open());
            TimeUnit.MILLISECONDS.sleep(250);
        }
        TimeUnit.SECONDS.sleep(3);
    }

    /** One measurement of a lane, in MiB/s. */
    private interface Measure {
        double of(Lane lane) throws IOException, InterruptedException;
    }

    private void compare(String metric, Target target, Measure measure) throws Exception {
        Samples oursSamples = new Samples();
        Samples peerSamples = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            oursSamples.add(measure.of(ours));
            peerSamples.add(measure.of(peer));
        }
        report.add(Figure.of(metric, "MiB/s", oursSamples, peerSamples, target));
    }

    /** A file of {@link #MIB} MiB without blocks of its own: reading it costs no disk. */
    private Path sparse(String name) throws IOException {
        Path file = scratch.resolve(name);
        try (var out = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            out.setLength((long) MIB << 20);
        }
        return file;
    }

    private static Path withUser(Path config, UnixUser user) throws IOException {
        return Files.writeString(
                config, "\nHost *\n  User " + user.name() + "\n", java.nio.file.StandardOpenOption.APPEND);
    }

    private static String version() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("ssh", "-V").redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip().replaceAll(",.*", "");
    }
}
