package dev.sallyport.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Durations;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as people type and read them. */
class TimesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private final Moments moments =
            new Moments(NOW, time -> ZoneId.of("Europe/Berlin").getRules().getOffset(time));

    @ParameterizedTest
    @CsvSource({"90s,PT90S", "30m,PT30M", "12h,PT12H", "2d,PT48H", "1h30m,PT90M"})
    void durations(String typed, Duration meant) {
        assertThat(Durations.parse(typed)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "12", "-1h", "1y", "1m1h"})
    void otherDurationsAreExplained(String typed) {
        assertThatThrownBy(() -> Durations.parse(typed))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-30, 2026-01-29T23:00:00Z",
        "2026-01-30T08:00, 2026-01-30T07:00:00Z",
        "2026-01-30T08:00:00Z, 2026-01-30T08:00:00Z",
        "2h, 2026-01-31T10:00:00Z"
    })
    void moments(String typed, Instant meant) {
        assertThat(moments.parse(typed)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "10:00"})
    void otherMomentsAreExplained(String typed) {
        assertThatThrownBy(() -> moments.parse(typed))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expected");
    }

    @Test
    void spansHaveTwoUnits() {
        assertThat(Times.span(Duration.ofSeconds(12))).isEqualTo("12 s");
        assertThat(Times.span(Duration.ofMinutes(5))).isEqualTo("5 min");
        assertThat(Times.span(Duration.ofMinutes(185))).isEqualTo("3 h 5 min");
        assertThat(Times.span(Duration.ofHours(50))).isEqualTo("2 d 2 h");
    }
}
