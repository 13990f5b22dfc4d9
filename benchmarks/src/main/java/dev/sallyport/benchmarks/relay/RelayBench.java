package dev.sallyport.benchmarks.relay;

import dev.sallyport.benchmarks.process.FullCollection;
import dev.sallyport.benchmarks.process.Usage;
import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Measures; {@code relay.md} in the results says what. */
final class RelayBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int MIB = Integer.getInteger("bench.mib", 2048);
    private static final int CONNECTIONS = Integer.getInteger("bench.connections", 2000);
    private static final List<Integer> IDLE = List.of(1_000, 5_000, 15_000);
    private static final Set<String> PARTS = Set.of(
            System.getProperty("bench.parts", "bulk,connections,latency,idle").split(",", -1));
    private static final int MOST_IDLE = Integer.getInteger("bench.idle", 15_000);
    private static final int LEAST_WARM_UPS = 2;
    private static final int MOST_WARM_UPS = 6;
    private static final int WARM_UP = 3000;
    private static final double STEADY = 0.9;
    private static final Target REPORTED = new Target.None();

    private final Report report;
    private final Way ours;
    private final Way plain;
    private final Way tls;

    private RelayBench(Report report, Way ours, Way plain, Way tls) {
        this.report = report;
        this.ours = ours;
        this.plain = plain;
        this.tls = tls;
    }

    /** Arguments: the distribution, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        Report report = new Report("relay", "Debian's HAProxy", System.out);
        try (DistCluster cluster = DistCluster.startApart(Path.of(arguments[0]).toAbsolutePath());
                Haproxy haproxy = Haproxy.start(cluster.directory().resolve("haproxy"), cluster.address());
                Crowd crowd = Crowd.of(cluster)) {
            Daemon proxy = cluster.proxyDaemon();
            crowd.grow(1);
            RelayBench bench = new RelayBench(report, crowd.way(proxy.pid()), haproxy.plain(), haproxy.tlsBothSides());
            bench.run();
            if (PARTS.contains("idle")) {
                idle(report, proxy, crowd);
            }
        }
        report.finish(Path.of(arguments[1]), LocalDate.now(ZoneOffset.UTC));
    }

    private void run() throws Exception {
        if (PARTS.contains("connections")) {
            connections();
        }
        if (PARTS.contains("bulk")) {
            for (Way way : List.of(ours, plain, tls)) {
                Load.bulk(way, 4, MIB);
            }
            bulk(1);
            bulk(16);
        }
        if (PARTS.contains("latency")) {
            latency();
        }
    }

    /** A proxy runs for months: what counts is a warm one. The cold one is told, too. */
    private void warmUp() throws Exception {
        double cold = Load.connections(ours, CONNECTIONS, 8).cpuMillis();
        report.add(Figure.alone(
                "CPU a connection, the first " + CONNECTIONS + " of a fresh process",
                "ms",
                Samples.of(cold),
                REPORTED));
        double before = cold;
        for (int round = 0; round < MOST_WARM_UPS; round++) {
            double now = Load.connections(ours, 2 * CONNECTIONS, 8).cpuMillis();
            if (round >= LEAST_WARM_UPS && now > before * STEADY) {
                break;
            }
            before = now;
        }
        Load.connections(plain, CONNECTIONS, 8);
        Load.connections(tls, CONNECTIONS / 4, 8);
    }

    private void bulk(int streams) throws Exception {
        Samples oursRate = new Samples();
        Samples plainRate = new Samples();
        Samples oursCpu = new Samples();
        Samples plainCpu = new Samples();
        Samples tlsCpu = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            Load.Bulk one = Load.bulk(ours, streams, MIB / streams);
            Load.Bulk two = Load.bulk(plain, streams, MIB / streams);
            oursRate.add(one.mibPerSecond());
            plainRate.add(two.mibPerSecond());
            oursCpu.add(one.cpuPerGib());
            plainCpu.add(two.cpuPerGib());
            tlsCpu.add(Load.bulk(tls, streams, MIB / streams).cpuPerGib());
        }
        String what = streams + (streams == 1 ? " stream" : " streams");
        report.add(Figure.of(
                "throughput, " + what + ", against tcp mode",
                "MiB/s",
                oursRate,
                plainRate,
                new Target.RatioAtLeast(1.0)));
        report.add(Figure.of("CPU a GiB, " + what + ", against tcp mode", "s", oursCpu, plainCpu, REPORTED));
        report.add(Figure.of(
                "CPU a GiB, " + what + ", against TLS both sides", "s", oursCpu, tlsCpu, new Target.RatioAtMost(0.35)));
    }

    private void connections() throws Exception {
        warmUp();
        Samples oursRate = new Samples();
        Samples plainRate = new Samples();
        Samples oursCpu = new Samples();
        Samples plainCpu = new Samples();
        Samples tlsCpu = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            Load.Connections one = Load.connections(ours, CONNECTIONS, 8);
            Load.Connections two = Load.connections(plain, CONNECTIONS, 8);
            oursRate.add(one.perSecond());
            plainRate.add(two.perSecond());
            oursCpu.add(one.cpuMillis());
            plainCpu.add(two.cpuMillis());
            tlsCpu.add(Load.connections(tls, CONNECTIONS / 4, 8).cpuMillis());
        }
        report.add(Figure.of(
                "connections, 8 at once, dial-back included, against tcp mode", "1/s", oursRate, plainRate, REPORTED));
        report.add(Figure.of("CPU a connection, against tcp mode", "ms", oursCpu, plainCpu, REPORTED));
        report.add(Figure.of(
                "CPU a connection, against TLS both sides", "ms", oursCpu, tlsCpu, new Target.OursAtMost(0.4)));
    }

    private void latency() throws Exception {
        Samples oursMicros = new Samples();
        Samples plainMicros = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            oursMicros.add(Load.roundTrips(ours, 2000).median());
            plainMicros.add(Load.roundTrips(plain, 2000).median());
        }
        report.add(Figure.of("round trip of a byte, p50, against tcp mode", "µs", oursMicros, plainMicros, REPORTED));
    }

    private static void idle(Report report, Daemon proxy, Crowd crowd) throws Exception {
        crowd.comeAndGo(WARM_UP);
        double before = atRest(proxy);
        int already = crowd.size();
        double last = before;
        int lastSize = already;
        for (int size : IDLE.stream().filter(size -> size <= MOST_IDLE).toList()) {
            crowd.grow(size);
            double now = atRest(proxy);
            report.add(Figure.alone(
                    "RSS an idle agent, " + size + " of them",
                    "KiB",
                    Samples.of((now - before) / (size - already)),
                    new Target.OursAtMost(16)));
            report.add(Figure.alone(
                    "slope from " + lastSize + " to " + size + " agents",
                    "KiB",
                    Samples.of((now - last) / (size - lastSize)),
                    REPORTED));
            last = now;
            lastSize = size;
        }
        report.note(
                "RSS of the proxy's process, 12 s after a full collection by 'jcmd GC.run'; %.0f MiB before, when 3,000 had come and gone, %.0f MiB with %d agents."
                        .formatted(before / 1024, last / 1024, lastSize));
    }

    /** Resident KiB when nothing is going on. */
    private static double atRest(Daemon proxy) throws Exception {
        TimeUnit.SECONDS.sleep(3);
        FullCollection.now(proxy.pid());
        // The daemon gives free native memory back every 10 s.
        TimeUnit.SECONDS.sleep(12);
        return Usage.rssKib(proxy.pid());
    }
}
