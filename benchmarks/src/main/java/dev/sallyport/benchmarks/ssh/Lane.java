package dev.sallyport.benchmarks.ssh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to the same shell.
 *
 * @param name for messages
 * @param config for {@code ssh -F}
 * @param host as the configuration knows it
 */
record Lane(String name, Path config, String host) {

    private static final File NULL = new File("/dev/null");

    /** AES-GCM and the post-quantum exchange, on every lane alike. */
    private List<String> options(String program) {
        return new ArrayList<>(List.of(
                program,
                "-F",
                config.toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "Ciphers=aes128-gcm@openssh.com",
                "-o",
                "KexAlgorithms=sntrup761x25519-sha512@openssh.com"));
    }

    /** Runs a command over there; seconds until it ended. */
    double seconds(String command) throws IOException, InterruptedException {
        List<String> line = options("ssh");
        line.addAll(List.of(host, command));
        return timed(line, NULL);
    }

    /** The same with a file as standard input. */
    double seconds(String command, File input) throws IOException, InterruptedException {
        List<String> line = options("ssh");
        line.addAll(List.of(host, command));
        return timed(line, input);
    }

    /** Copies a file there. */
    double put(Path from, String to) throws IOException, InterruptedException {
        List<String> line = options("scp");
        line.addAll(List.of(from.toString(), host + ":" + to));
        return timed(line, NULL);
    }

    /** Copies a file here. */
    double get(String from, Path to) throws IOException, InterruptedException {
        List<String> line = options("scp");
        line.addAll(List.of(host + ":" + from, to.toString()));
        return timed(line, NULL);
    }

    /** A session that stays until its input is closed. */
    Process open() throws IOException {
        List<String> line = options("ssh");
        line.addAll(List.of("-tt", host));
        return new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private double timed(List<String> line, File input) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(line)
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IOException(name + ": exit " + exit + " of " + String.join(" ", line));
        }
        return seconds;
    }
}
