package dev.sallyport.auth.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight inFlight = new InFlight();

    @Test
    void drainingWaitsForWhatIsUnderWayAndLetsNothingIn() throws Exception {
        // Given
        Runnable first = inFlight.begin();
        Runnable second = inFlight.begin();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            first.run();
            first.run();
            boolean early = inFlight.drain(Duration.ZERO);
            Future<Boolean> drained = threads.submit(() -> inFlight.drain(Duration.ofSeconds(30)));

            // When
            second.run();

            // Then
            assertThat(early).isFalse();
            assertThat(drained.get()).isTrue();
            assertThatThrownBy(inFlight::begin).isInstanceOf(Failure.class).hasMessageContaining("stopping");
        }
    }
}
