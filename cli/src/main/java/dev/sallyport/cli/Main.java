package dev.sallyport.cli;

import dev.sallyport.cli.command.Sally;
import dev.sallyport.cli.command.Shell;
import dev.sallyport.cli.connect.PublicTrust;
import dev.sallyport.cli.factor.FactorTools;
import dev.sallyport.cli.knock.Homes;
import dev.sallyport.cli.terminal.LocalOffset;
import dev.sallyport.cli.terminal.ProcessTerminal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** {@code sally}. The launcher passes {@code proxy ssh} by this class and starts {@link dev.sallyport.cli.knock.Main}. */
public final class Main {

    private Main() {}

    /** Runs and ends the process with the command's exit code. */
    public static void main(String[] args) {
        quietLibraries();
        ProcessTerminal terminal = new ProcessTerminal();
        Shell shell = new Shell(
                terminal,
                System.getenv(),
                Homes.ofProcess().home().toPath(),
                Path.of(System.getProperty("sally.launcher", "sally"))
                        .toAbsolutePath()
                        .normalize(),
                InstantSource.system(),
                SecureRandom::new,
                LocalOffset.ofMachine(),
                PublicTrust.byHttps(),
                FactorTools.ofMachine(System.getenv()),
                System.getProperty("sally.version", "unknown"));
        String training = System.getProperty("sally.training");
        if (training != null) {
            train(shell, training);
            return;
        }
        // Threads of a closed channel must not keep the prompt waiting.
        Runtime.getRuntime().halt(Sally.run(shell, args));
    }

    /** What libraries log, stack traces among it, is not for a terminal: failures come out of calls, and are told once. */
    private static void quietLibraries() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("java.util.logging.config.file", "/dev/null");
    }

    /** For the AOT cache: several commands in one process, which then ends by itself. Commands are parted by ";", words by ",". */
    private static void train(Shell shell, String commands) {
        for (String command : commands.split(";", -1)) {
            Sally.run(shell, command.split(",", -1));
        }
    }
}
