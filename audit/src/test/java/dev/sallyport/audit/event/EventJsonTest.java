package dev.sallyport.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** The bytes that the log's leaves hash. */
class EventJsonTest {

    private static FlatEvent event(Map<String, String> fields) {
        return new FlatEvent(
                "01890a5d-ac96-774b-bcce-b302099a8057", Instant.ofEpochMilli(5), "session.start", "SSH001I", fields);
    }

    @Example
    void the_form_is_the_one_that_is_documented() {
        // Given
        FlatEvent event = event(Map.of("user", "al\"ice\\", "command", "a\nb\u00e9"));
        // When
        byte[] bytes = EventJson.write(new EventJson.Stored(event, 7));
        // Then
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"time\":5,\"stored\":7,"
                        + "\"type\":\"session.start\",\"code\":\"SSH001I\","
                        + "\"fields\":{\"command\":\"a\\u000ab\u00e9\",\"user\":\"al\\\"ice\\\\\"}}");
    }

    @Property(tries = 300)
    void what_is_written_is_read(@ForAll @StringLength(max = 200) String value) {
        String valid = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        EventJson.Stored stored = new EventJson.Stored(event(Map.of("command", valid, "user", "")), 9);
        assertThat(EventJson.read(EventJson.write(stored))).isEqualTo(stored);
    }

    @Example
    void an_event_that_is_too_long_for_the_log_is_cut() {
        // Given
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < FlatEvent.MAX_FIELDS; i++) {
            fields.put("field" + i, "\u0001".repeat(FlatEvent.MAX_VALUE));
        }
        // When
        byte[] bytes = EventJson.write(new EventJson.Stored(event(fields), 7));
        // Then
        assertThat(bytes.length).isLessThanOrEqualTo(EventJson.MAX_BYTES);
        assertThat(EventJson.read(bytes).event().field("field1")).contains("4096 characters");
    }

    @Example
    void other_bytes_are_refused() {
        for (String bad : new String[] {"", "{}", "{\"id\":\"x\"}", "\u0000"}) {
            assertThatThrownBy(() -> EventJson.read(bad.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Failure.class);
        }
    }
}
