package dev.sallyport.cli;

import dev.sallyport.cli.command.Sally;
import dev.sallyport.cli.command.Shell;
import dev.sallyport.cli.connect.PublicTrust;
import dev.sallyport.cli.knock.Homes;
import dev.sallyport.cli.terminal.ProcessTerminal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;

/** {@code sally}. The launcher passes {@code proxy ssh} by this class and starts {@link dev.sallyport.cli.knock.Main}. */
public final class Main {

    private Main() {}

    /** Runs and ends the process with the command's exit code. */
    public static void main(String[] args) {
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
                ZoneId.systemDefault(),
                PublicTrust.byHttps(),
                System.getProperty("sally.version", "unknown"));
        int code = Sally.run(shell, args);
        if (System.getProperty("sally.training") == null) {
            // Threads of a closed channel must not keep the prompt waiting.
            Runtime.getRuntime().halt(code);
        }
    }
}
