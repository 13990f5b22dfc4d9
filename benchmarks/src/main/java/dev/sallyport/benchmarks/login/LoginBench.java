package dev.sallyport.benchmarks.login;

import dev.sallyport.benchmarks.process.Usage;
import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Logins one after the other, each over a connection of its own; {@code login.md} in the results says what came out. */
final class LoginBench {

    /** Auth runs for weeks: what its compiler does in the first minutes is no part of what a login costs. */
    private static final int WARM = 300;

    private static final int LOGINS = 60;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int PEOPLE = 20;
    private static final Target AT_MOST = new Target.OursAtMost(60);

    private final Process auth;
    private final List<Member> people = new ArrayList<>();

    private LoginBench(Process auth, Door door) throws Exception {
        this.auth = auth;
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Member.of(door, "person-" + i));
        }
    }

    /** Arguments: a folder to work in, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
        QuickClock clock = new QuickClock(Instant.now());
        Process auth = start(Files.createTempDirectory(folder, "auth"), clock);
        try (BufferedReader said = auth.inputReader(StandardCharsets.UTF_8)) {
            String[] where =
                    Objects.requireNonNull(said.readLine(), "auth said nothing").split(" ", -1);
            LoginBench bench = new LoginBench(auth, new Door(Path.of(where[0]), Integer.parseInt(where[1]), clock));
            Report report = new Report("login", "", System.out);
            Samples codes = bench.measured(Member::byCode);
            Samples keys = bench.measured(Member::byKey);
            report.add(Figure.alone("CPU of auth a login, password and six digits", "ms", codes, AT_MOST));
            report.add(Figure.alone("CPU of auth a login, password and security key", "ms", keys, AT_MOST));
            report.note(
                    "%d rounds of %d logins one after the other, each over a TLS connection of its own, on SQLite; %d before each kind to warm up. Processor time of auth's process, user and system, with what its background work takes. The clock runs %d times as fast."
                            .formatted(ROUNDS, LOGINS, WARM, QuickClock.FASTER));
            report.finish(Path.of(arguments[1]), LocalDate.now(ZoneOffset.UTC));
        } finally {
            auth.destroy();
        }
    }

    private static Process start(Path folder, QuickClock clock) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        AuthProcess.class.getName(),
                        folder.toString(),
                        clock.began().toString()))
                .redirectError(folder.resolve("auth.log").toFile())
                .start();
    }

    /** Milliseconds of processor time a login, a round each. */
    private Samples measured(Consumer<Member> login) {
        run(WARM, login);
        Samples samples = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            double before = Usage.cpuSeconds(auth.pid());
            run(LOGINS, login);
            samples.add((Usage.cpuSeconds(auth.pid()) - before) * 1000 / LOGINS);
        }
        return samples;
    }

    private void run(int logins, Consumer<Member> login) {
        for (int i = 0; i < logins; i++) {
            login.accept(people.get(i % PEOPLE));
        }
    }
}
