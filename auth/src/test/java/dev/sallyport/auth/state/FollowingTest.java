package dev.sallyport.auth.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.auth.CountingStore;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowingTest {

    private static final String PREFIX = "things/";

    private final CountingStore store = new CountingStore(new MemoryStore(ManualClock.atNoon()));
    private final BlockingQueue<List<String>> readings = new LinkedBlockingQueue<>();

    private Following following() {
        return Following.start(store, PREFIX, () -> readings.add(names()), () -> {});
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        store.range(PREFIX, "", 100).forEach(entry -> names.add(entry.key()));
        return names;
    }

    @Test
    void whatIsThereAndWhatChangesIsRead() throws Exception {
        store.create(PREFIX + "a", new byte[1]);
        try (Following following = following()) {
            // When
            store.create(PREFIX + "b", new byte[1]);

            // Then
            assertThat(readings.poll(5, TimeUnit.SECONDS)).containsExactly(PREFIX + "a");
            assertThat(readings.poll(5, TimeUnit.SECONDS)).containsExactly(PREFIX + "a", PREFIX + "b");
            following.requireCurrent();
        }
    }

    @Test
    void whatWasLostAndCannotBeReadAnewIsNothingToDecideByUntilItCanBe() throws Exception {
        try (Following following = following()) {
            // Given
            readings.clear();
            store.unreadable(PREFIX);
            store.loseWatches();

            // When
            Failure old = catchThrowableOfType(Failure.class, following::requireCurrent);

            // Then
            assertThat(old.code()).isEqualTo(FailureCode.UNAVAILABLE);
            store.create(PREFIX + "c", new byte[1]);
            store.unreadable("nothing");
            following.requireCurrent();
            List<String> last = List.of();
            while (!last.contains(PREFIX + "c")) {
                last = Objects.requireNonNull(readings.poll(5, TimeUnit.SECONDS));
            }
        }
    }
}
