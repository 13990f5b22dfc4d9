package dev.sallyport.testing.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs commands to their end, without input, for two minutes at most; their output goes by files in a folder. */
final class Commands {

    private static final int LIMIT_SECONDS = 120;

    private final Path directory;

    Commands(Path directory) {
        this.directory = directory;
    }

    Ran run(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile(directory, "out", "");
            Path err = Files.createTempFile(directory, "err", "");
            Process process = start(environment, command, out, err);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "no end after " + LIMIT_SECONDS + " s: " + command + "\n" + Files.readString(err));
            }
            Ran ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** Starts one, and leaves it to whoever asked. */
    Process begin(Map<String, String> environment, List<String> command, Path out, Path err) {
        try {
            return start(environment, command, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(Map<String, String> environment, List<String> command, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SSH_") || name.startsWith("SALLY_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The value of a text field in a flat JSON object that {@code sally} printed. */
    static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(json);
        return Optional.of(found)
                .filter(Matcher::find)
                .map(field -> field.group(1))
                .orElseThrow(() -> new AssertionError("no field " + name + " in " + json));
    }
}
