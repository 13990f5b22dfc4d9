package dev.sallyport.testing.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own, to be killed, or to be denied something. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** Without the rights that let root write to read-only files. */
    public static ChildJvm startUnprivileged(Class<?> main, String... arguments) throws IOException {
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        List<String> without = root ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all") : List.of();
        return start(without, main, arguments);
    }

    private static ChildJvm start(List<String> before, Class<?> main, String... arguments) throws IOException {
        String ownClasses = System.getProperty("java.class.path", "");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                // The class path of a test has the logging facade without a backend, which would say so among the
                // lines.
                "-Dslf4j.internal.verbosity=ERROR",
                // What it unpacks there stays when it is killed.
                "-Dorg.sqlite.tmpdir="
                        + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir", "")),
                "-cp",
                System.getProperty("surefire.test.class.path", ownClasses),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** At least so many lines of its output, or all if it ends before. */
    public List<String> lines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = "";
        while (lines.size() < count && (line = output.readLine()) != null) {
            lines.add(line);
        }
        return lines;
    }

    /** SIGKILL; then what it still said before. A last line without its end is left out. */
    public List<String> killAndDrain() throws IOException, InterruptedException {
        // By its handle: Process itself would close the pipe, and with it what is still in there.
        process.toHandle().destroyForcibly();
        StringBuilder rest = new StringBuilder();
        for (int c = output.read(); c >= 0; c = output.read()) {
            rest.append((char) c);
        }
        process.waitFor();
        String text = rest.toString();
        int end = text.lastIndexOf('\n');
        return end < 0 ? List.of() : text.substring(0, end).lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
