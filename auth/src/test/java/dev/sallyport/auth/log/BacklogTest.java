package dev.sallyport.auth.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who delivers waits for the log, but not for ever. */
@Timeout(30)
class BacklogTest {

    private static final Duration EVER = Duration.ofDays(1);

    private static CompletableFuture<Void> waiting(Backlog backlog, int events) throws InterruptedException {
        CompletableFuture<Void> in = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                backlog.await(events);
                in.complete(null);
            } catch (InterruptedException e) {
                in.completeExceptionally(e);
            }
        });
        while (thread.getState() != Thread.State.TIMED_WAITING && !in.isDone()) {
            Thread.onSpinWait();
        }
        return in;
    }

    @Test
    void whatIsNotSignedHoldsBackWhatComes() throws Exception {
        // Given
        Backlog backlog = new Backlog(100, EVER);
        backlog.await(60);
        backlog.await(40);

        // When
        CompletableFuture<Void> next = waiting(backlog, 30);
        backlog.signed(29);
        boolean tooEarly = next.isDone();
        backlog.signed(1);

        // Then
        next.get(10, TimeUnit.SECONDS);
        assertThat(tooEarly).isFalse();
    }

    @Test
    void aDeliveryThatIsLargerThanAllRoomGoesAlone() throws Exception {
        Backlog backlog = new Backlog(100, EVER);
        backlog.await(500);
        CompletableFuture<Void> next = waiting(backlog, 1);
        assertThat(next).isNotDone();
        backlog.over();
        next.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aLogThatSignsNothingStopsNobody() throws Exception {
        Backlog backlog = new Backlog(100, Duration.ofMillis(1));
        backlog.await(100);
        waiting(backlog, 100).get(10, TimeUnit.SECONDS);
        waiting(backlog, 100).get(10, TimeUnit.SECONDS);
    }
}
