package dev.sallyport.benchmarks.ssh;

import dev.sallyport.benchmarks.process.Usage;
import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One session's recording of many GiB: kept whole, verified, and played from its end and from one end to the other. */
final class LongRecording {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
    private static final int ARRIVAL_SECONDS = 900;
    private static final int MOST_SECONDS = 120;
    private static final Target REPORTED = new Target.None();

    private final Report report;
    private final DistCluster cluster;
    private final int gib;

    LongRecording(Report report, DistCluster cluster, int gib) {
        this.report = report;
        this.cluster = cluster;
        this.gib = gib;
    }

    /** @param seconds that the session took */
    void measure(double seconds, Daemon agent) throws IOException, InterruptedException {
        add("output, recorded", "MiB/s", gib * 1024 / seconds, REPORTED);
        add("RSS of the agent, largest", "MiB", Usage.largestRssKib(agent.pid()) / 1024, REPORTED);
        long began = System.nanoTime();
        String session = complete();
        add("complete at auth after the session's end", "s", since(began), REPORTED);
        add(
                "verified",
                "s",
                run(cluster.administrator(), "recordings", "verify", session).seconds(),
                REPORTED);
        Map<String, String> person = Map.of("SALLY_HOME", cluster.home().toString());
        int end = (int) seconds;
        add(
                "played from its last second, until the end",
                "s",
                run(person, "play", session, "--speed=1000", "--at=%d:%02d".formatted(end / 60, end % 60))
                        .seconds(),
                REPORTED);
        Watched played = run(person, "play", session, "--speed=1000");
        add("memory of `sally play`, its own, largest", "MiB", played.ownMib(), new Target.OursAtMost(64));
        add("RSS of `sally play`, largest", "MiB", played.rssMib(), REPORTED);
        report.note(
                "`sally play` is watched for %d s. Its RSS is its own memory and the pages of the runtime and of the AOT cache, which all `sally` on a machine share."
                        .formatted(MOST_SECONDS));
    }

    private void add(String what, String unit, double value, Target target) {
        report.add(Figure.alone("a session of " + gib + " GiB: " + what, unit, Samples.of(value), target));
    }

    private String complete() throws InterruptedException, IOException {
        for (int waited = 0; waited < ARRIVAL_SECONDS; waited++) {
            String sessions = cluster.sally("sessions", "ls", "--format=json").orFail();
            Matcher found = ID.matcher(sessions);
            if (sessions.contains("\"complete\"") && found.find()) {
                return found.group(1);
            }
            TimeUnit.SECONDS.sleep(1);
        }
        throw new IOException("the recording is not complete at auth after " + ARRIVAL_SECONDS + " s");
    }

    /** How long a command took, and the most of memory that it had. */
    private record Watched(double seconds, double ownMib, double rssMib) {}

    private Watched run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path errors = cluster.directory().resolve("played.err");
        long began = System.nanoTime();
        Process process = cluster.begin(environment, Path.of("/dev/null"), errors, arguments);
        double own = 0;
        double rss = 0;
        boolean cut = false;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            own = Math.max(own, Usage.ownKib(process.pid()) / 1024);
            rss = Math.max(rss, Usage.largestRssKib(process.pid()) / 1024);
            if (!cut && since(began) > MOST_SECONDS) {
                process.destroy();
                cut = true;
            }
        }
        if (process.exitValue() != 0 && !cut) {
            throw new IOException(
                    String.join(" ", arguments) + ": exit " + process.exitValue() + ": " + Files.readString(errors));
        }
        return new Watched(since(began), own, rss);
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
