package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of OpenSSH's client on a terminal of the other side: what is shown is seen at once. */
final class LiveSsh implements AutoCloseable {

    private final Process process;
    private final StringBuilder shown = new StringBuilder();

    private LiveSsh(Process process) {
        this.process = process;
    }

    static LiveSsh start(List<String> line) throws IOException {
        LiveSsh ssh =
                new LiveSsh(new ProcessBuilder(line).redirectErrorStream(true).start());
        Thread.ofVirtual().start(ssh::collect);
        return ssh;
    }

    private void collect() {
        byte[] bytes = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            int n;
            while ((n = in.read(bytes)) > 0) {
                synchronized (shown) {
                    shown.append(new String(bytes, 0, n, UTF_8));
                }
            }
        } catch (IOException e) {
            return;
        }
    }

    String shown() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    /** Waits until this was shown. */
    LiveSsh sees(String text) throws Exception {
        try {
            TestHost.eventually(20, () -> shown().contains(text));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("not shown: " + text + "\nbut:\n" + shown(), e);
        }
        return this;
    }

    LiveSsh type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    /** Waits for the end. Returns the exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; so far: " + shown());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
