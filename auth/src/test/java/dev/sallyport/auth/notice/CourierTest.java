package dev.sallyport.auth.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.auth.notice.NoticeTarget.Way;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each notice at least once and in order, whatever ends when, and nobody waits for it. */
class CourierTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private final ManualClock clock = new ManualClock(NOW);
    private final Store store = new MemoryStore(clock);
    private final LogLeaves leaves = new LogLeaves(store);
    private final List<String> told = new ArrayList<>();
    private int events;

    @Test
    void aNewTargetHearsOfWhatHappensNextAndOfNothingElse() {
        // Given
        append("request.create", Map.of("user", "ann", "roles", "access", "request", "r0"));
        Courier courier = courier(List.of(), this::tell);
        assertThat(courier.step()).isEqualTo(Step.IDLE);

        // When
        append("user.login", Map.of("user", "ann"));
        append("request.create", Map.of("user", "bob", "roles", "access", "request", "r1", "reason", "a\nb"));
        append("request.review", Map.of("user", "eve", "author", "bob", "approve", "true", "request", "r1"));
        append("list.review.due", Map.of("list", "ops", "owners", "ann", "lapses", "2026-01-01T00:00:00Z"));
        run(courier);

        // Then
        assertThat(told)
                .containsExactly(
                        "Sallyport: bob asks for access",
                        "Sallyport: eve said yes to the request of bob",
                        "Sallyport: the access list ops is to be looked through");
    }

    @Test
    void whatWasNotAcceptedComesAgainAlsoAfterARestart() {
        // Given
        run(courier(List.of(), this::tell));
        append("request.create", Map.of("user", "bob", "roles", "access", "request", "r1"));
        append("request.expire", Map.of("author", "bob", "request", "r1"));
        Courier failing = courier(List.of(), notice -> {
            tell(notice);
            throw new IOException("the answer was lost");
        });

        // When
        Step step = failing.step();
        run(courier(List.of(), this::tell));

        // Then
        assertThat(step).isEqualTo(Step.FAILED);
        assertThat(failing.trouble().orElse("")).contains("the answer was lost");
        assertThat(told)
                .containsExactly(
                        "Sallyport: bob asks for access",
                        "Sallyport: bob asks for access",
                        "Sallyport: the request of bob is over");
    }

    @Test
    void whatNobodyTookForADayIsGivenUpAndTheNextComes() {
        // Given
        Courier courier = courier(List.of(), notice -> {
            if (notice.kind().equals("request.create")) {
                throw new IOException("refused");
            }
            tell(notice);
        });
        run(courier);
        append("request.create", Map.of("user", "bob", "roles", "access", "request", "r1"));
        assertThat(courier.step()).isEqualTo(Step.FAILED);

        // When
        clock.advance(Duration.ofDays(1));
        append("request.deny", Map.of("author", "bob", "by", "eve", "request", "r1"));
        run(courier);

        // Then
        assertThat(told).containsExactly("Sallyport: the request of bob is denied");
        assertThat(courier.givenUp()).isEqualTo(1);
    }

    @Test
    void aTargetHearsOfWhatItWants() {
        // Given
        Courier courier = courier(List.of("list"), this::tell);
        run(courier);

        // When
        append("request.create", Map.of("user", "bob", "roles", "access", "request", "r1"));
        append("list.review.due", Map.of("list", "ops", "owners", "ann", "lapses", "2026-01-01T00:00:00Z"));
        run(courier);

        // Then
        assertThat(told).containsExactly("Sallyport: the access list ops is to be looked through");
    }

    private void tell(Notice notice) {
        told.add(notice.title());
    }

    private Courier courier(List<String> about, NoticeChannel channel) {
        Way nowhere = new Way.ToSlack(Path.of("nowhere"), Optional.empty());
        return new Courier(new NoticeTarget("team", about, nowhere), channel, leaves, store, clock);
    }

    private static void run(Courier courier) {
        for (Step step = courier.step(); step != Step.IDLE; step = courier.step()) {
            assertThat(step).isEqualTo(Step.DONE);
        }
    }

    private void append(String type, Map<String, String> fields) {
        String id = String.format("01890a5d-ac96-774b-bcce-%012d", events++);
        store.commit(List.of(EventRecords.creation(new FlatEvent(id, clock.instant(), type, "ARQ001I", fields), 7)));
    }
}
