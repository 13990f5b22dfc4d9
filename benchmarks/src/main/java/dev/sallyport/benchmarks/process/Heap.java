package dev.sallyport.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The Java heap of another process, as its virtual machine tells it to {@code jcmd}.
 *
 * @param liveBytes what lives in it, after a full collection
 * @param start address of its first byte
 * @param end address behind its last one
 */
public record Heap(long liveBytes, long start, long end) {

    private static final Pattern SPACE = Pattern.compile("\\[0x([0-9a-f]+), 0x[0-9a-f]+, 0x([0-9a-f]+)\\)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)$");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");

    /** Collects all garbage there and looks. */
    public static Heap of(long pid) throws IOException, InterruptedException {
        long live = TOTAL.matcher(jcmd(pid, "GC.class_histogram"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        List<MatchResult> spaces =
                SPACE.matcher(jcmd(pid, "GC.heap_info")).results().toList();
        return new Heap(
                live,
                spaces.stream().mapToLong(space -> hex(space.group(1))).min().orElseThrow(),
                spaces.stream().mapToLong(space -> hex(space.group(2))).max().orElseThrow());
    }

    public double liveMib() {
        return liveBytes / 1048576.0;
    }

    /** Resident kilobytes of this process that are not in its heap. */
    public double outsideKib(long pid) throws IOException {
        double kib = 0;
        boolean outside = true;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            var mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                outside = hex(mapping.group(2)) <= start || hex(mapping.group(1)) >= end;
            } else if (outside && line.startsWith("Rss:")) {
                kib += Double.parseDouble(line.replaceAll("[^0-9]", ""));
            }
        }
        return kib;
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + said);
        }
        return said;
    }
}
