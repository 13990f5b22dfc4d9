package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where neither host nor role insists on a recording: sessions go on without one, and the trail says so. */
class BestEffortIT {

    private final Failure full = Failure.of(FailureCode.UNAVAILABLE, "the spool's disk is full; free some of it");

    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = TestHost.start(TestHost.settings(Duration.ofSeconds(30), Duration.ZERO, RecordingMode.BEST_EFFORT));
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    @Test
    void aRecordingThatCannotBeginKeepsNobodyOut() throws Exception {
        // Given
        host.journal().breakRecording(full);

        // When
        Ssh.Ran ran = host.run("echo ran");

        // Then
        assertThat(ran).isEqualTo(new Ssh.Ran(0, "ran\n", ""));
        assertGap();
        assertThat(host.journal().of(SessionEvent.Started.class))
                .singleElement()
                .satisfies(event -> assertThat(event.recorded()).isFalse());
        assertThat(host.journal().of(SessionEvent.Ended.class))
                .singleElement()
                .satisfies(event -> assertThat(event.recording()).isEqualTo("failed"));
    }

    @Test
    void aRecordingThatFailsOnTheWayEndsNothing() throws Exception {
        try (Ssh running = host.ssh(List.of(), "cat; exit 5")) {
            running.type("in ");
            TestHost.eventually(
                    () -> !host.journal().of(SessionEvent.Started.class).isEmpty());

            // When
            host.journal().breakRunning(full);

            // Then
            assertGap();
            running.type("out");
            assertThat(running.end()).isEqualTo(new Ssh.Ran(5, "in out", ""));
        }
    }

    private void assertGap() throws Exception {
        TestHost.eventually(
                () -> !host.journal().of(RecordingEvent.Failed.class).isEmpty());
        assertThat(host.journal().of(RecordingEvent.Failed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).isEqualTo(full.text()));
    }
}
