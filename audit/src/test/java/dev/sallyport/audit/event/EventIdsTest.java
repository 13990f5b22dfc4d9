package dev.sallyport.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** RFC 9562, section 5.7. */
final class EventIdsTest {

    private long millis = Samples.TIME.toEpochMilli();
    private final EventIds ids = new EventIds(() -> Instant.ofEpochMilli(millis), new SecureRandom());

    @Test
    void an_id_is_a_uuid_of_version_7_with_the_time_in_front() {
        // When
        UUID id = ids.next();

        // Then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
    }

    @Test
    void ids_ascend_within_a_millisecond_and_when_the_clock_steps_back() {
        // When
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next().toString());
        }
        millis -= 3_600_000;
        made.add(ids.next().toString());

        // Then
        assertThat(made).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void a_head_is_of_now() {
        assertThat(ids.head(EventSubject.NONE.withUser("bob")).time()).isEqualTo(Samples.TIME);
    }
}
