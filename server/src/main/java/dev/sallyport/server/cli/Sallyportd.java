package dev.sallyport.server.cli;

import dev.sallyport.model.Failure;
import dev.sallyport.server.config.ConfigException;
import java.io.PrintWriter;
import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: what is asked for, and how failures are told. */
@Command(
        name = "sallyportd",
        description = "The daemon of Sallyport: the roles auth, proxy, agent and witness in any mix.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StartCommand.class, ConfigureCommand.class, StatusCommand.class, VersionCommand.class})
public final class Sallyportd {

    private static final Logger log = LoggerFactory.getLogger(Sallyportd.class);
    private static final int DEEPEST_CAUSE = 16;

    Sallyportd() {}

    /** Runs a command; returns the exit code ({@link ExitCode}). */
    public static int run(String... arguments) {
        return commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sallyportd());
        line.setExitCodeExceptionMapper(Sallyportd::exitCode);
        line.setParameterExceptionHandler((wrong, arguments) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr()
                    .println("sallyportd: " + wrong.getMessage() + "; see '"
                            + command.getCommandSpec().qualifiedName() + " --help'");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failed, command, parsed) -> {
            tell(command.getErr(), failed);
            return exitCode(failed);
        });
        return line;
    }

    private static void tell(PrintWriter err, Exception failed) {
        switch (failed) {
            case ConfigException wrong -> wrong.problems().forEach(problem -> err.println("sallyportd: " + problem));
            case Failure failure -> err.println("sallyportd: " + failure.text());
            default -> {
                err.println("sallyportd: " + failed + "; the log has more at level debug");
                log.debug("failed", failed);
            }
        }
        err.flush();
    }

    private static int exitCode(Throwable failed) {
        if (failed instanceof ConfigException) {
            return ExitCode.CONFIG;
        }
        if (cannotBind(failed)) {
            return ExitCode.CANNOT_CREATE;
        }
        if (failed instanceof Failure failure) {
            return switch (failure.code()) {
                case INVALID -> ExitCode.CONFIG;
                case UNAUTHENTICATED, DENIED -> ExitCode.REFUSED;
                case UNAVAILABLE, NOT_FOUND, EXHAUSTED, CONFLICT -> ExitCode.UNAVAILABLE;
                case INTERNAL -> ExitCode.INTERNAL;
            };
        }
        return ExitCode.INTERNAL;
    }

    private static boolean cannotBind(@Nullable Throwable failed) {
        @Nullable Throwable cause = failed;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            // Netty's own exception for native transports is a BindException too.
            if (cause instanceof BindException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
