package dev.sallyport.audit.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Events keep their meaning on their way through names and text, and nothing malformed gets in. */
final class FlatEventTest {

    @Test
    void every_kind_of_event_survives_the_way_through_text() {
        assertThat(Samples.ofEachKind())
                .hasSizeGreaterThan(25)
                .allSatisfy(event -> assertThat(FlatEvent.of(event).event()).isEqualTo(event));
    }

    @Test
    void what_has_no_value_is_left_out() {
        // Given
        SessionEvent.Ended killed =
                new SessionEvent.Ended(Samples.head(1), OptionalInt.empty(), "KILL", 1, 2, 3, "complete");

        // When
        FlatEvent flat = FlatEvent.of(killed);

        // Then
        assertThat(flat.fields())
                .containsEntry("exit_signal", "KILL")
                .containsEntry("user", "alice")
                .doesNotContainKeys("exit_code", "session");
        assertThat(flat.event()).isEqualTo(killed);
    }

    @Test
    void long_text_is_cut_and_says_so() {
        // Given
        String command = "x".repeat(100_000);

        // When
        FlatEvent flat =
                FlatEvent.of(new SessionEvent.Started(Samples.head(1), "exec", command, false, true, "access"));

        // Then
        assertThat(flat.field("command"))
                .hasSize(FlatEvent.MAX_VALUE)
                .startsWith("xxx")
                .endsWith("… (100000 characters)");
    }

    @Test
    void text_is_not_cut_within_a_character() {
        // Given: the cut falls into a pair of surrogates, with one offset or the other
        for (String before : new String[] {"", "x"}) {
            String command = before + "\uD83D\uDE00".repeat(5000);

            // When
            String cut = FlatEvent.of(new SessionEvent.Started(Samples.head(1), "exec", command, false, true, "access"))
                    .field("command");

            // Then
            String kept = cut.substring(0, cut.indexOf('…'));
            assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1)))
                    .isFalse();
        }
    }

    @Test
    void a_newer_agent_s_event_can_be_kept_but_not_understood() {
        // When
        FlatEvent unknown =
                new FlatEvent(Samples.head(1).id(), Samples.TIME, "kube.exec", "KUB001I", Map.of("pod", "a"));

        // Then
        assertThat(unknown.field("pod")).isEqualTo("a");
        assertInvalid(unknown::event);
    }

    @Test
    void malformed_events_are_refused() {
        String id = Samples.head(1).id();
        Map<String, String> tooMany = new HashMap<>();
        for (int i = 0; i <= FlatEvent.MAX_FIELDS; i++) {
            tooMany.put("f" + i, "");
        }
        assertInvalid(() -> new FlatEvent("not an id", Samples.TIME, "a", "b", Map.of()));
        assertInvalid(() -> new FlatEvent("1-1-1-1-1", Samples.TIME, "a", "b", Map.of()));
        assertInvalid(() -> new FlatEvent(id, Samples.TIME, "", "b", Map.of()));
        assertInvalid(() -> new FlatEvent(id, Samples.TIME, "a\u001b[31m", "b", Map.of()));
        assertInvalid(() -> new FlatEvent(id, Samples.TIME, "a", "b", tooMany));
        assertInvalid(() ->
                new FlatEvent(id, Samples.TIME, "a", "b", Map.of("k", "x".repeat(FlatEvent.MAX_VALUE + 1))));
        assertInvalid(() -> new FlatEvent(id, Samples.TIME, "a", "b", Map.of("a b", "x")));
        assertInvalid(() ->
                new FlatEvent(id, Samples.TIME, "user.login.locked", "USR002W", Map.of("failures", "many")).event());
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID));
    }
}
