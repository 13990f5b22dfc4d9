package dev.sallyport.e2e.identity;

import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.dist.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code sally} that waits for somebody. */
record Running(Process process, Path out, Path err) implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

    /** The address that it shows for a browser. */
    String address() {
        await().atMost(SOON).until(() -> ADDRESS.matcher(read(err)).find() || !process.isAlive());
        Matcher shown = ADDRESS.matcher(read(err));
        if (!shown.find()) {
            throw new AssertionError("no address, exit " + process.exitValue() + ": " + read(err));
        }
        return shown.group();
    }

    /** Waits until it has printed this. */
    void awaitOut(String text) {
        await().atMost(SOON).until(() -> read(out).contains(text) || !process.isAlive());
        if (!read(out).contains(text)) {
            throw new AssertionError("exit " + process.exitValue() + " without '" + text + "': " + read(err));
        }
    }

    /** How it ends. */
    Ran end() {
        try {
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end: " + read(out) + read(err));
            }
            return new Ran(process.exitValue(), read(out), read(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
