package dev.sallyport.cli.knock;

import dev.sallyport.cli.terminal.Neutral;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code sally proxy ssh [--profile=DIR|--proxy=HOST:PORT|--cluster=NAME] HOST[:PORT]}: a connection to a host, on standard input and output.
 *
 * <p>The launcher starts this class instead of {@code sally}'s own main class, because a command parser alone would double the time.
 */
public final class Main {

    private Main() {}

    /** Runs and ends the process with {@link Exit}'s code. */
    public static void main(String[] args) {
        int code = run(args);
        report(System.getenv("SALLY_EXIT_FILE"), code);
        if (System.getProperty("sally.training") == null) {
            Runtime.getRuntime().halt(code);
        }
    }

    private static int run(String[] args) {
        Streams streams = new Streams(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        try {
            Arguments arguments = Arguments.parse(args);
            KnockFile file = arguments.lookup(Homes.ofProcess()).find();
            new Passage(file, arguments.host(file.cluster())).run(streams);
            return Exit.OK;
        } catch (Refusal e) {
            say(e.text());
            return e.exitCode();
        } catch (IOException | RuntimeException e) {
            return unexpected(e);
        }
    }

    private static int unexpected(Exception e) {
        if (System.getenv("SALLY_DEBUG") != null) {
            PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
            e.printStackTrace(err);
        }
        say(e + ". Next: set SALLY_DEBUG=1 and try again for details");
        return Exit.DEFECT;
    }

    private static void say(String text) {
        byte[] line = ("sally: " + Neutral.line(text) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            new FileOutputStream(FileDescriptor.err).write(line);
        } catch (IOException e) {
            // Nobody listens: the exit code still tells.
            return;
        }
    }

    /** {@code sally ssh} reads here why its ssh ended with 255. */
    private static void report(@Nullable String file, int code) {
        if (file == null || code == Exit.OK) {
            return;
        }
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write((code + "\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The line on standard error has told the person; the caller falls back to ssh's own code.
            return;
        }
    }
}
