package dev.sallyport.benchmarks.audit;

import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The log at 1, 10 and 100 times {@value #ONE} events; {@code audit.md} in the results says what came out. */
final class AuditBench {

    private static final int ONE = 10_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int LARGEST = Integer.getInteger("bench.events", 100 * ONE);
    private static final int PAGES = 100;
    private static final Set<String> PARTS =
            Set.of(System.getProperty("bench.parts", "log,postgresql,search").split(",", -1));

    /** Sizes that are searched: each is made once, which takes a minute for a million, and kept. */
    private static final List<Integer> SEARCHED = Arrays.stream(
                    System.getProperty("bench.search", "10000,100000,1000000").split(",", -1))
            .map(Integer::valueOf)
            .toList();

    private static final Target REPORTED = new Target.None();

    private final Report report = new Report("audit", "", System.out);
    private final Path folder;

    private AuditBench(Path folder) {
        this.folder = folder;
    }

    /** Arguments: a folder to work in, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        AuditBench bench = new AuditBench(Path.of(arguments[0]));
        if (PARTS.contains("log")) {
            bench.log(new Stores.Sqlite());
        }
        if (PARTS.contains("postgresql")) {
            try (Stores postgres = Stores.Postgres.start(bench.folder)) {
                bench.log(postgres);
            }
            bench.report.note(
                    "On PostgreSQL: a server of its own on the same two cores, fsync and synchronous_commit on, no TLS.");
        }
        if (PARTS.contains("log") || PARTS.contains("postgresql")) {
            bench.noteLog();
        }
        if (PARTS.contains("search")) {
            bench.search();
        }
        bench.report.finish(Path.of(arguments[1]), LocalDate.now(ZoneOffset.UTC));
    }

    private void log(Stores stores) throws Exception {
        LogRun.of(folder, ONE, stores);
        Optional<Measured> smaller = Optional.empty();
        for (int size = ONE; size <= LARGEST; size *= 10) {
            Measured now = measure(size, stores);
            smaller.ifPresent(before -> slope(before, now, stores));
            smaller = Optional.of(now);
        }
    }

    private void noteLog() {
        report.note(
                "%d agents at once deliver %d events at a time to the store that auth has, each waiting until its events are durable; auth's worker brings them into the tree meanwhile. Without the network. Verification: one thread, every hash and every entry of the tiles."
                        .formatted(Appending.AGENTS, Appending.BATCH));
    }

    /** The first round warms up. */
    private void search() throws Exception {
        for (int size : SEARCHED) {
            try (SearchRun run = SearchRun.of(folder, size)) {
                run.pages(PAGES / 10);
                run.pages(PAGES)
                        .forEach((what, millis) -> report.add(Figure.alone(
                                String.format(Locale.ROOT, "a page of a search, p95, %,d events: %s", size, what),
                                "ms",
                                Samples.of(millis.percentile(95)),
                                new Target.OursAtMost(200))));
            }
        }
        report.note("Searches: pages of 100 events, newest first, %d of each kind, auth's index on SQLite."
                .formatted(PAGES));
    }

    /** Medians at one size. */
    private record Measured(int events, double appendSeconds, double verifySeconds) {}

    private Measured measure(int events, Stores stores) throws Exception {
        Samples appends = new Samples();
        Samples half = new Samples();
        Samples provable = new Samples();
        Samples verified = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            LogRun run = LogRun.of(folder, events, stores);
            appends.add(run.appendsPerSecond());
            half.add(run.provableMillis(50));
            provable.add(run.provableMillis(99));
            verified.add(run.verifiedPerSecond());
        }
        String at = String.format(Locale.ROOT, "%s, %,d events", stores.title(), events);
        List.of(
                        Figure.alone("durable appends" + at, "1/s", appends, new Target.OursAtLeast(10_000)),
                        Figure.alone("append to provable, p50" + at, "ms", half, REPORTED),
                        Figure.alone("append to provable, p99" + at, "ms", provable, new Target.OursAtMost(1500)),
                        Figure.alone("verified" + at, "1/s", verified, new Target.OursAtLeast(200_000)))
                .forEach(report::add);
        return new Measured(events, events / appends.median(), events / verified.median());
    }

    /** What each further event costs. */
    private void slope(Measured from, Measured to, Stores stores) {
        double more = to.events() - from.events();
        String between =
                String.format(Locale.ROOT, "%s, slope from %,d to %,d", stores.title(), from.events(), to.events());
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
