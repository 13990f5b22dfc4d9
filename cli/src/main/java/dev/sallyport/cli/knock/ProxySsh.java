package dev.sallyport.cli.knock;

import dev.sallyport.cli.terminal.Neutral;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code sally proxy ssh [--profile=DIR|--proxy=HOST:PORT|--cluster=NAME] HOST[:PORT]}: a connection to a host, on two streams.
 *
 * @param err for the one line that a refusal is
 * @param debug whether an unexpected failure shows its stack trace before that line
 */
record ProxySsh(Homes homes, OutputStream err, boolean debug) {

    /** Runs until the host's side ends; returns the exit code. */
    int run(String[] args, Streams streams) {
        try {
            Arguments arguments = Arguments.parse(args);
            KnockFile file = arguments.lookup(homes).find();
            new Passage(file, arguments.host(file.cluster())).run(streams);
            return Exit.OK;
        } catch (Refusal e) {
            say(e.text());
            return e.exitCode();
        } catch (IOException | RuntimeException e) {
            return unexpected(e);
        }
    }

    private int unexpected(Exception e) {
        if (debug) {
            e.printStackTrace(new PrintStream(err, true, StandardCharsets.UTF_8));
        }
        say(e + ". Next: set SALLY_DEBUG=1 and try again for details");
        return Exit.DEFECT;
    }

    private void say(String text) {
        try {
            err.write(("sally: " + Neutral.line(text) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody listens: the exit code still tells.
            return;
        }
    }
}
