package dev.sallyport.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The machine as a whole. */
public final class Machine {

    private static final int LOOK_MILLIS = 500;
    private static final int MOST_LOOKS = 120;
    private static final double QUIET = 0.95;
    /** Fields of the line {@code cpu} in proc_stat(5): what waits for a disk is at rest too. */
    private static final int IDLE = 3;

    private static final int IOWAIT = 4;

    private Machine() {}

    /** Waits until what ran before has no more to do, a minute at most: else the next pays for it. */
    public static void awaitRest() throws IOException, InterruptedException {
        long[] before = times();
        for (int look = 0; look < MOST_LOOKS; look++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            long[] now = times();
            double all = LongStream.of(now).sum() - LongStream.of(before).sum();
            if (now[IDLE] + now[IOWAIT] - before[IDLE] - before[IOWAIT] >= QUIET * all) {
                return;
            }
            before = now;
        }
    }

    private static long[] times() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String cpu = lines.findFirst().orElseThrow();
            return Stream.of(cpu.split(" +", -1))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
        }
    }
}
