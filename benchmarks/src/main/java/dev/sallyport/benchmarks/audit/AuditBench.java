package dev.sallyport.benchmarks.audit;

import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The log at 1, 10 and 100 times {@value #ONE} events; {@code audit.md} in the results says what came out. */
final class AuditBench {

    private static final int ONE = 10_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int LARGEST = Integer.getInteger("bench.events", 100 * ONE);
    private static final Target REPORTED = new Target.None();

    private final Report report = new Report("audit", "", System.out);
    private final Path folder;

    private AuditBench(Path folder) {
        this.folder = folder;
    }

    /** Arguments: a folder to work in, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        AuditBench bench = new AuditBench(Path.of(arguments[0]));
        LogRun.of(bench.folder, ONE);
        Optional<Measured> smaller = Optional.empty();
        for (int size = ONE; size <= LARGEST; size *= 10) {
            Measured now = bench.measure(size);
            smaller.ifPresent(before -> bench.slope(before, now));
            smaller = Optional.of(now);
        }
        bench.report.note(
                "%d agents at once deliver %d events at a time to the store that auth has, each waiting until its events are durable; auth's worker brings them into the tree meanwhile. Without the network. Verification: one thread, every hash and every entry of the tiles."
                        .formatted(Appending.AGENTS, Appending.BATCH));
        bench.report.finish(Path.of(arguments[1]), LocalDate.now(ZoneOffset.UTC));
    }

    /** Medians at one size. */
    private record Measured(int events, double appendSeconds, double verifySeconds) {}

    private Measured measure(int events) throws Exception {
        Samples appends = new Samples();
        Samples half = new Samples();
        Samples provable = new Samples();
        Samples verified = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            LogRun run = LogRun.of(folder, events);
            appends.add(run.appendsPerSecond());
            half.add(run.provableMillis(50));
            provable.add(run.provableMillis(99));
            verified.add(run.verifiedPerSecond());
        }
        String at = String.format(Locale.ROOT, ", %,d events", events);
        List.of(
                        Figure.alone("durable appends" + at, "1/s", appends, new Target.OursAtLeast(10_000)),
                        Figure.alone("append to provable, p50" + at, "ms", half, REPORTED),
                        Figure.alone("append to provable, p99" + at, "ms", provable, new Target.OursAtMost(1500)),
                        Figure.alone("verified" + at, "1/s", verified, new Target.OursAtLeast(200_000)))
                .forEach(report::add);
        return new Measured(events, events / appends.median(), events / verified.median());
    }

    /** What each further event costs. */
    private void slope(Measured from, Measured to) {
        double more = to.events() - from.events();
        String between = String.format(Locale.ROOT, ", slope from %,d to %,d", from.events(), to.events());
        report.add(Figure.alone(
                "durable append" + between,
                "µs an event",
                Samples.of((to.appendSeconds() - from.appendSeconds()) * 1e6 / more),
                REPORTED));
        report.add(Figure.alone(
                "verification" + between,
                "µs an event",
                Samples.of((to.verifySeconds() - from.verifySeconds()) * 1e6 / more),
                REPORTED));
    }
}
