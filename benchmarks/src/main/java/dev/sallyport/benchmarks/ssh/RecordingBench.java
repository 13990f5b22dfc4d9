package dev.sallyport.benchmarks.ssh;

import dev.sallyport.benchmarks.process.Machine;
import dev.sallyport.benchmarks.process.Usage;
import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.UnixUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What recording costs, and recordings of many sessions and of a long one; {@code recording.md} in the results says what came out. */
final class RecordingBench {

    private static final Set<String> PARTS =
            Set.of(System.getProperty("bench.parts", "cost,crowd,long").split(",", -1));
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final int MIB = Integer.getInteger("bench.mib", 512);
    private static final int WARM_MIB = Integer.getInteger("bench.warm.mib", 4096);
    private static final int CROWD = Integer.getInteger("bench.crowd", 500);
    private static final int LONG_GIB = Integer.getInteger("bench.gib", 20);

    private final Report report;
    private final Path dist;
    private final UnixUser user;

    private RecordingBench(Report report, Path dist, UnixUser user) {
        this.report = report;
        this.dist = dist;
        this.user = user;
    }

    /** Arguments: the distribution, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        Report report = new Report("recording", "the same without a recording", System.out);
        try (UnixUser user = UnixUser.create("sallyrec")) {
            RecordingBench bench =
                    new RecordingBench(report, Path.of(arguments[0]).toAbsolutePath(), user);
            if (PARTS.contains("cost")) {
                bench.cost();
            }
            if (PARTS.contains("crowd")) {
                bench.crowd();
            }
            if (PARTS.contains("long")) {
                bench.longOne();
            }
        }
        report.finish(Path.of(arguments[1]), LocalDate.now(ZoneOffset.UTC));
    }

    /** Two clusters that differ in this only: the second one's agent finds a file where its spool should be, and goes on without. */
    private void cost() throws Exception {
        Path text = Path.of("/dev/shm/sallyport-bench-text");
        try (DistCluster recording = DistCluster.start(dist);
                DistCluster without = DistCluster.start(dist)) {
            var _ = recording.startAgent();
            var _ = without.startAgent("ssh: {recording: best_effort}");
            Lane with = lane(recording, false);
            Lane bare = lane(without, false);
            noSpool(without);
            LongText.write(text, MIB);
            for (int mib = 0; mib < WARM_MIB; mib += MIB) {
                with.seconds("cat " + text);
                bare.seconds("cat " + text);
            }
            compare("output, zeros", "head -c " + MIB + "M /dev/zero", with, bare, new Target.RatioAtLeast(0.97));
            compare("output, text", "cat " + text, with, bare, new Target.RatioAtLeast(0.97));
            requireRecorded(recording, true);
            requireRecorded(without, false);
        } finally {
            Files.deleteIfExists(text);
        }
    }

    /** Each from rest: what a recording leaves to do after its session is nobody else's. */
    private void compare(String metric, String command, Lane with, Lane bare, Target target) throws Exception {
        Samples recorded = new Samples();
        Samples free = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            Machine.awaitRest();
            recorded.add(MIB / with.seconds(command));
            Machine.awaitRest();
            free.add(MIB / bare.seconds(command));
        }
        report.add(Figure.of(metric, "MiB/s", recorded, free, target));
    }

    /** Whatever is measured is what it is called. */
    private static void requireRecorded(DistCluster cluster, boolean expected) throws IOException {
        Path spool = cluster.directory().resolve("agent/agent/spool/recordings");
        if (Files.isDirectory(spool) != expected) {
            throw new IOException("expected the recordings' spool " + spool + " to be a folder: " + expected);
        }
    }

    private static void noSpool(DistCluster cluster) throws IOException {
        Path spool = cluster.directory().resolve("agent/agent/spool/recordings");
        Files.delete(spool);
        Files.writeString(spool, "no folder");
    }

    private void crowd() throws Exception {
        try (DistCluster cluster = DistCluster.start(dist)) {
            Daemon agent = cluster.startAgent();
            Lane jump = lane(cluster, true);
            List<Process> open = new ArrayList<>();
            try {
                for (int i = 0; i < CROWD; i++) {
                    Process session = jump.open();
                    open.add(session);
                    session.getOutputStream().write("while sleep 1; do date; done\n".getBytes(StandardCharsets.UTF_8));
                    session.getOutputStream().flush();
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                TimeUnit.SECONDS.sleep(30);
                long there = open.stream().filter(Process::isAlive).count();
                if (there != CROWD) {
                    throw new IOException("only " + there + " of " + CROWD + " sessions are open");
                }
                report.add(Figure.alone(
                        CROWD + " recorded sessions at a time, RSS of the agent",
                        "MiB",
                        Samples.of(Usage.rssKib(agent.pid()) / 1024),
                        new Target.OursAtMost(512)));
            } finally {
                open.forEach(Process::destroy);
                for (Process each : open) {
                    each.waitFor();
                }
            }
        }
        report.note("The sessions have a terminal, come through ProxyJump, and print a line a second.");
    }

    private void longOne() throws Exception {
        try (DistCluster cluster = DistCluster.start(dist)) {
            Daemon agent = cluster.startAgent();
            Lane lane = lane(cluster, false);
            Path text = LongText.write(Path.of("/dev/shm/sallyport-bench-text"), MIB);
            try {
                int times = LONG_GIB * 1024 / MIB;
                double seconds = lane.seconds("for i in $(seq " + times + "); do cat " + text + "; done");
                new LongRecording(report, cluster, LONG_GIB).measure(seconds, agent);
            } finally {
                Files.deleteIfExists(text);
            }
        }
    }

    private Lane lane(DistCluster cluster, boolean jump) throws IOException {
        cluster.person("bench", user.name());
        Path config = cluster.sshConfig(jump);
        Files.writeString(config, "\nHost *\n  User " + user.name() + "\n", StandardOpenOption.APPEND);
        return new Lane("sallyport", config, cluster.node());
    }
}
