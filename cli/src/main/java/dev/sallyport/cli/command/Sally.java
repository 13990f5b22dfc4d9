package dev.sallyport.cli.command;

import dev.sallyport.cli.terminal.ExitCodes;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Failure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command, and the one place where failures become a line and an exit code. */
@Command(
        name = "sally",
        synopsisSubcommandLabel = "COMMAND",
        description = "Into machines with no open port, with a certificate of hours, and on the record.",
        footer = {
            "",
            "Every command explains itself with --help. $SALLY_DEBUG=1 shows more about an unexpected failure."
        })
public final class Sally {

    private final Shell shell;

    private Sally(Shell shell) {
        this.shell = shell;
    }

    /** Parses, runs, reports; returns the exit code. */
    public static int run(Shell shell, String... args) {
        CommandLine line = new Sally(shell).commandLine(args);
        try {
            return args.length == 0 ? line.execute("--help") : line.execute(args);
        } finally {
            line.getOut().flush();
            line.getErr().flush();
            shell.terminal().out().flush();
            shell.terminal().err().flush();
        }
    }

    private CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(this, new PlainFactory());
        boolean completion = args.length > 0 && args[0].equals("completion");
        CommandTree.of(shell).addTo(line, List.of(args), completion);
        line.setOut(new PrintWriter(shell.terminal().out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(shell.terminal().err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(Math.clamp(
                shell.terminal().columns() == 0 ? 100 : shell.terminal().columns(), 60, 120));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((failure, _) -> usage(failure));
        line.setExecutionExceptionHandler((failure, _, _) -> report(failure));
        return line;
    }

    private int usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        say(problem(failure) + ". Next: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.USAGE;
    }

    private static String problem(ParameterException failure) {
        boolean group = !failure.getCommandLine().getSubcommands().isEmpty();
        if (group
                && failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            List<String> near = unmatched.getSuggestions();
            return "there is no command '" + unmatched.getUnmatched().getFirst() + "'"
                    + (near.isEmpty() ? "" : "; perhaps " + String.join(" or ", near));
        }
        return String.valueOf(failure.getMessage());
    }

    private int report(Exception thrown) {
        if (thrown instanceof Failure failure) {
            say(failure.text());
            details(failure);
            return ExitCodes.of(failure.code());
        }
        say("unexpected: " + thrown + ". Next: set SALLY_DEBUG=1 and try again for details");
        details(thrown);
        return ExitCodes.of(dev.sallyport.model.FailureCode.INTERNAL);
    }

    private void details(Exception thrown) {
        if (shell.variable("SALLY_DEBUG").isPresent()) {
            thrown.printStackTrace(shell.terminal().err());
        }
    }

    private void say(String text) {
        PrintStream err = shell.terminal().err();
        err.println(
                "sally: " + String.join("\n  ", text.lines().map(Neutral::line).toList()));
    }
}
