package dev.sallyport.cli.command;

import dev.sallyport.cli.connect.PublicTrust;
import dev.sallyport.cli.factor.FactorTools;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code sally} in this process. */
final class Runner {

    final TestTerminal terminal = new TestTerminal();
    final Map<String, String> environment = new HashMap<>();
    final Path home;
    InstantSource clock = InstantSource.system();
    PublicTrust publicTrust = _ -> List.of();
    final FakeKeys keys = new FakeKeys();
    final List<String> pages = new ArrayList<>();

    /** @param folder in which {@code ~/.sally} is made */
    Runner(Path folder) {
        home = folder.resolve("home");
    }

    int run(String... args) {
        terminal.clear();
        Shell shell = new Shell(
                terminal,
                environment,
                home,
                Path.of("/opt/sallyport/bin/sally"),
                clock,
                SecureRandom::new,
                _ -> ZoneOffset.UTC,
                publicTrust,
                new FactorTools(keys, pages::add, Duration.ofMillis(10)),
                "1.2.3");
        return Sally.run(shell, args);
    }
}
