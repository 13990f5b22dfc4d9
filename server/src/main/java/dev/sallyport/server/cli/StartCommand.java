package dev.sallyport.server.cli;

import dev.sallyport.server.config.ConfigException;
import dev.sallyport.server.config.DaemonConfig;
import dev.sallyport.server.wiring.Daemon;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyportd start}: runs until a signal. */
@Command(
        name = "start",
        description = "Run the roles of the configuration until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        DaemonConfig config = options.read();
        LogOutput.set(config.log());
        try (Daemon daemon = new Daemon(config, InstantSource.system(), new SecureRandom())) {
            Signals signals = Signals.catching(daemon::stop);
            daemon.start();
            daemon.awaitStop();
            daemon.drain(signals::again);
        }
        return ExitCode.OK;
    }
}
