package dev.sallyport.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processor time and memory of a process and of those below it. */
public final class Usage {

    /** Clock ticks a second: 100 on every Linux that this runs on (sysconf(_SC_CLK_TCK)). */
    private static final double TICKS = 100;

    private Usage() {}

    /** Seconds of processor time, user and system: its own and that of children which ended and were waited for. */
    public static double cpuSeconds(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // Fields 14 to 17 of proc(5): utime, stime, cutime, cstime; the first here is number 3.
        return (Long.parseLong(fields[11])
                        + Long.parseLong(fields[12])
                        + Long.parseLong(fields[13])
                        + Long.parseLong(fields[14]))
                / TICKS;
    }

    /** Resident kilobytes of this process alone. */
    public static double rssKib(long pid) {
        return field("/proc/" + pid + "/status", "VmRSS:");
    }

    /** The most resident kilobytes that this process ever had; 0 for one that is gone. */
    public static double largestRssKib(long pid) {
        return field("/proc/" + pid + "/status", "VmHWM:");
    }

    /** Kilobytes that only this process has, now: without the pages of files that all who run the same program share. */
    public static double ownKib(long pid) {
        return field("/proc/" + pid + "/status", "RssAnon:");
    }

    /** Proportional kilobytes of this process and all below it: shared pages are counted once. */
    public static double treePssKib(long pid) {
        return tree(pid).stream()
                .mapToDouble(each -> field("/proc/" + each + "/smaps_rollup", "Pss:"))
                .sum();
    }

    private static Set<Long> tree(long pid) {
        return Stream.concat(
                        Stream.of(pid),
                        ProcessHandle.of(pid).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .collect(Collectors.toSet());
    }

    private static double field(String file, String name) {
        List<String> lines = read(Path.of(file)).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
