package dev.sallyport.e2e.ssh;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that stays while a test does something else. */
record Background(Process process, Path err) implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    static Background start(Way way, List<String> command) {
        try {
            Path err = Files.createTempFile(way.cluster().directory(), "background", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().put("SALLY_HOME", way.cluster().home().toString());
            return new Background(builder.start(), err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said on stderr, when that holds the text; fails when the client ends or says nothing of the kind. */
    String said(String text) {
        await().atMost(SOON).until(() -> Files.readString(err).contains(text) || !process.isAlive());
        try {
            String all = Files.readString(err);
            if (!all.contains(text)) {
                throw new AssertionError("ended with " + process.waitFor() + " without '" + text + "': " + all);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a socket of the client is there. */
    void awaitFile(Path file) {
        await().atMost(SOON).until(() -> Files.exists(file) || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(said(""));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
