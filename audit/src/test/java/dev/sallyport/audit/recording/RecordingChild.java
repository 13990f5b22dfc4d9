package dev.sallyport.audit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Runs in a process of its own: records lines until it is killed, ticks after each as the spool's thread would in time, and prints the
 * number of the line that is saved by then.
 */
final class RecordingChild {

    private RecordingChild() {}

    public static void main(String[] arguments) {
        // A clock that goes on by itself, so that some lines are packed and some are in the tail.
        Instant[] now = {TestClock.START};
        InstantSource clock = () -> now[0] = now[0].plus(Duration.ofMillis(40));
        RecordingSpool spool =
                RecordingSpool.manual(Path.of(arguments[0]), SpoolSettings.DEFAULT, clock, Runnable::run);
        RecordingWriter writer =
                spool.start(Recordings.header(UUID.fromString(arguments[1])), RecordingMode.STRICT, failure -> {
                    throw failure;
                });
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            byte[] line = ("line " + i + "\n").getBytes(UTF_8);
            writer.output(line, 0, line.length);
            spool.tick();
            System.out.println(i);
        }
        spool.close();
    }
}
