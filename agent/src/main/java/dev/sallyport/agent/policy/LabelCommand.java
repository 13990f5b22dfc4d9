package dev.sallyport.agent.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a command once for its output. It gets no input and no secrets of ours (the environment is {@code PATH} alone), may
 * take so long and say so much, and is ended with its children's pipe when it does not keep to that.
 */
final class LabelCommand {

    /** Characters of a label's value. */
    static final int LONGEST = 256;

    private static final int MOST_BYTES = 4096;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private LabelCommand() {}

    /**
     * The value: output without control characters, stripped, at most {@value #LONGEST} characters.
     *
     * @throws IOException when it cannot be run, fails or does not end in time
     */
    static String run(List<String> command, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.redirectInput(new java.io.File("/dev/null"));
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        Process process = builder.start();
        AtomicBoolean late = new AtomicBoolean();
        Thread cut = Thread.ofVirtual().name("label-limit").start(() -> cut(process, limit, late));
        try (InputStream out = process.getInputStream()) {
            byte[] said = out.readNBytes(MOST_BYTES);
            out.transferTo(OutputStream.nullOutputStream());
            int code = process.waitFor();
            if (late.get()) {
                throw new IOException(command.getFirst() + " did not end in " + limit);
            }
            if (code != 0) {
                throw new IOException(command.getFirst() + " ended with " + code);
            }
            return value(new String(said, StandardCharsets.UTF_8));
        } finally {
            cut.interrupt();
            end(process);
        }
    }

    private static void cut(Process process, Duration limit, AtomicBoolean late) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                end(process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    static String value(String said) {
        String clean = said.replaceAll("\\p{C}+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, clean.offsetByCodePoints(0, codePoints(clean)));
    }

    /** So many code points as fit, so that no pair is torn. */
    private static int codePoints(String text) {
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.codePointCount(0, end);
    }
}
