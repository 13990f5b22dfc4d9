package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A run of an OpenSSH program. */
final class Ssh implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<String> out;
    private final CompletableFuture<String> err;

    /** How it ended and what it said. */
    record Ran(int code, String out, String err) {}

    Ssh(ProcessBuilder builder) throws IOException {
        process = builder.start();
        out = collect(process.getInputStream());
        err = collect(process.getErrorStream());
    }

    private static CompletableFuture<String> collect(InputStream in) {
        CompletableFuture<String> all = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                all.complete(new String(in.readAllBytes(), UTF_8));
            } catch (IOException e) {
                all.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return all;
    }

    void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    Process process() {
        return process;
    }

    /** Sends the end of the input and waits for the end. */
    Ran end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return join();
    }

    Ran join() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "still running after " + PATIENCE_SECONDS + " s; so far: " + out.join() + err.join());
        }
        return new Ran(process.exitValue(), out.join(), err.join());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
