package dev.sallyport.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostLabelsTest {

    private final ManualClock clock = ManualClock.atNoon();
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();

    @Test
    void aCommandsLabelFollowsTheCommandAndIsGoneWhenItFails(@TempDir Path directory) throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("value"), "one");
        CommandLabel command = new CommandLabel("x", List.of("/bin/cat", file.toString()), Duration.ofSeconds(10));
        try (HostLabels labels = HostLabels.start(
                Map.of("env", "test"), List.of(command), clock.sleeper(), () -> changes.add("changed"))) {
            assertThat(labels.now()).isEqualTo(Map.of("env", "test", "x", "one"));
            changes.clear();

            // When
            Files.writeString(file, "two");
            clock.advanceToNextWake();
            changes.poll(20, TimeUnit.SECONDS);

            // Then
            assertThat(labels.now()).containsEntry("x", "two");

            // When
            Files.delete(file);
            clock.advanceToNextWake();
            changes.poll(20, TimeUnit.SECONDS);

            // Then
            assertThat(labels.now()).isEqualTo(Map.of("env", "test"));
        }
    }

    @Test
    void labelsAreToldAtTheStartAndOnChangeUntilTheyAreTaken() throws Exception {
        // Given
        AtomicInteger refusals = new AtomicInteger(2);
        BlockingQueue<Map<String, String>> taken = new LinkedBlockingQueue<>();
        NodeReport.Taker auth = labels -> {
            if (refusals.getAndDecrement() > 0) {
                throw Failure.of(FailureCode.UNAVAILABLE, "away");
            }
            taken.add(labels);
        };
        try (NodeReport report =
                NodeReport.start(auth, () -> Map.of("n", "" + refusals.get()), clock.sleeper(), new Random(1))) {
            // When
            clock.advanceToNextWake();
            clock.advanceToNextWake();

            // Then
            assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo(Map.of("n", "0"));

            // When
            report.changed();

            // Then
            assertThat(taken.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
