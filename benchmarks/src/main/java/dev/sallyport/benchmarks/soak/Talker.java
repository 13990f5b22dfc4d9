package dev.sallyport.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Opens one session after the other with the system's ssh, and writes down what it heard. */
final class Talker implements Runnable {

    private static final long LIMIT_SECONDS = 60;
    private static final long BETWEEN_MILLIS = 50;

    private final String name;
    private final List<String> ssh;
    private final BlockingQueue<Talk> heard;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean going = true;

    /** @param ssh everything before the command */
    Talker(String name, List<String> ssh, BlockingQueue<Talk> heard) {
        this.name = name;
        this.ssh = List.copyOf(ssh);
        this.heard = heard;
    }

    @Override
    public void run() {
        try {
            for (int number = 0; going; number++) {
                turn.lockInterruptibly();
                try {
                    heard.add(talk(name + "-" + number + "-"));
                } finally {
                    turn.unlock();
                }
                Thread.sleep(BETWEEN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run ssh", e);
        }
    }

    /** Waits for the end of the session that runs; none begins until {@link #resume}, by the same thread. */
    void pause() {
        turn.lock();
    }

    void resume() {
        turn.unlock();
    }

    void stop() {
        going = false;
    }

    private Talk talk(String word) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(ssh);
        line.add(Talk.command(word));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        List<Long> times = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String said = out.readLine(); said != null; said = out.readLine()) {
                if (!said.equals(word + " " + times.size())) {
                    throw new AssertionError(
                            "session " + word + " said '" + said + "' after " + times.size() + " lines");
                }
                times.add(System.nanoTime());
            }
        }
        long ended = System.nanoTime();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("session " + word + " was silent, and ssh did not end in " + LIMIT_SECONDS + " s");
        }
        return new Talk(word, times, ended);
    }
}
