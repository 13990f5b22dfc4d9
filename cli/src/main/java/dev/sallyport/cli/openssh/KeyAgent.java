package dev.sallyport.cli.openssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running ssh-agent, spoken to by the system's ssh-add. */
public final class KeyAgent {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<String, String> environment;

    /** @param environment of the process; without SSH_AUTH_SOCK nothing is done */
    public KeyAgent(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether there is one to speak to. */
    public boolean running() {
        return !environment.getOrDefault("SSH_AUTH_SOCK", "").isEmpty();
    }

    /** Adds a key with the certificate beside it for so long. False where the agent, or ssh-add, did not do it. */
    public boolean add(Path key, Duration life) {
        return run("ssh-add", "-q", "-t", String.valueOf(Math.max(1, life.toSeconds())), key.toString());
    }

    /** Removes a key and its certificate. */
    public boolean remove(Path key) {
        return run("ssh-add", "-q", "-d", key.toString());
    }

    private boolean run(String... command) {
        if (!running()) {
            return false;
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            // No ssh-add: the same as an agent that refuses.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
