package dev.sallyport.testing.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One {@code sallyportd} as a child process, with its configuration, its log and its diagnostics address. */
public final class Daemon implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final String diagnostics;

    private Daemon(Process process, Path log, String diagnostics) {
        this.process = process;
        this.log = log;
        this.diagnostics = diagnostics;
    }

    /** Starts the daemon and waits until it says that it is ready. */
    static Daemon start(Path dist, Path config, Path log, String diagnostics) {
        try {
            Process process = new ProcessBuilder(
                            List.of(dist.resolve("bin/sallyportd").toString(), "start", "-c", config.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            Daemon daemon = new Daemon(process, log, diagnostics);
            daemon.awaitReady();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start sallyportd of " + dist, e);
        }
    }

    /** The process id: that of the daemon itself, because the launcher replaces itself by it. */
    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** All that it printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code /metrics} says now. */
    public String metrics() throws IOException {
        return new String(
                URI.create("http://" + diagnostics + "/metrics")
                        .toURL()
                        .openStream()
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    /** SIGKILL: nothing is written, nothing is said. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, and the exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitExit();
        }
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sallyportd ended", e);
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IllegalStateException("sallyportd ended with " + process.exitValue() + ": " + log());
            }
            if (ready()) {
                return;
            }
            pause();
        }
        close();
        throw new IllegalStateException("sallyportd was not ready after " + START_LIMIT + ": " + log());
    }

    /** Whether {@code /readyz} says yes now. */
    public boolean ready() {
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create("http://" + diagnostics + "/readyz").toURL().openConnection();
            asked.setConnectTimeout(1000);
            asked.setReadTimeout(3000);
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
