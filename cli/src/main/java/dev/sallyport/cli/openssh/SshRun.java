package dev.sallyport.cli.openssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program of the system's OpenSSH with a login's configuration. Where it ends with 255 because there was no way to the host, the exit
 * code is that of {@code sally proxy ssh}, which leaves it in a file. The launcher does the same by itself where it can, without a JVM that
 * waits.
 */
public final class SshRun {

    /** Environment variable that tells {@code sally proxy ssh} where to leave its exit code. */
    public static final String EXIT_FILE = "SALLY_EXIT_FILE";

    /** What ssh ends with where it did not come so far as to run something. */
    public static final int FAILED = 255;

    private SshRun() {}

    /**
     * Runs and waits.
     *
     * @param program {@code ssh} or {@code scp}
     * @return the exit code
     */
    public static int run(String program, Path config, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-F", config.toString()));
        command.addAll(arguments);
        try {
            Path exit = Files.createTempFile("sally", ".exit");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
                builder.environment().put(EXIT_FILE, exit.toString());
                int code = builder.start().waitFor();
                String left = Files.readString(exit).strip();
                return code == FAILED && left.matches("[0-9]{1,3}") ? Integer.parseInt(left) : code;
            } finally {
                Files.deleteIfExists(exit);
            }
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "cannot start " + program + " (" + e.getMessage() + "). Next: install OpenSSH's client",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }
}
