package dev.sallyport.auth.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is past retention is in no word of the index. */
class ForgottenTest {

    private final Store store = new MemoryStore(ManualClock.atNoon());
    private final EventIndex index = new EventIndex(store);

    @Test
    void theIndexForgetsOldBlocksAndKeepsTheOthers() {
        // Given
        index.add(0, List.of(event("alpha", "shared")));
        index.add(1, List.of(event("beta", "shared")));

        // When
        index.forget(1);

        // Then
        assertThat(store.range("", "", 100)).extracting(Store.Entry::key).noneMatch(key -> key.contains("alpha"));
        assertThat(index.rows("w/beta", 0, true, 10)).hasSize(1);
        assertThat(index.rows("w/shared", 0, true, 10)).hasSize(1);
        assertThat(index.blocks()).isEqualTo(2);
        assertThat(index.forgotten()).isEqualTo(1);
    }

    private static FlatEvent event(String one, String other) {
        return new FlatEvent(
                "01890a5d-ac96-774b-bcce-000000000000",
                Instant.EPOCH,
                "user.login",
                "USR001I",
                Map.of("a", one, "b", other));
    }
}
