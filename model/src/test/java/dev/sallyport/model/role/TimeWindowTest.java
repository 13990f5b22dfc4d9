package dev.sallyport.model.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In Berlin the clock is put forward on 2026-03-29, 02:00 to 03:00, and back on 2026-10-25, 03:00 to 02:00. */
class TimeWindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        // A Sunday window from 02:30 to 05:00 begins at what the clock shows next, 03:00 summer time.
        "2026-03-29T00:59:59Z, false",
        "2026-03-29T01:00:00Z, true",
        "2026-03-29T02:59:59Z, true",
        "2026-03-29T03:00:00Z, false",
        // In autumn 02:30 is shown twice, and both count; between them 02:00 is shown, which does not.
        "2026-10-25T00:29:59Z, false",
        "2026-10-25T00:30:00Z, true",
        "2026-10-25T01:00:00Z, false",
        "2026-10-25T01:30:00Z, true",
        "2026-10-25T03:59:59Z, true",
        "2026-10-25T04:00:00Z, false",
        // On Saturdays never.
        "2026-03-28T02:00:00Z, false"
    })
    void followsTheClockOnTheWall(String moment, boolean inside) {
        // Given
        TimeWindow window = new TimeWindow(EnumSet.of(DayOfWeek.SUNDAY), 150, 300, BERLIN);

        // When, Then
        assertThat(window.contains(Instant.parse(moment))).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-06T20:59:59Z, false",
        "2026-03-06T21:00:00Z, true",
        "2026-03-07T04:59:59Z, true",
        "2026-03-07T05:00:00Z, false",
        "2026-03-07T21:00:00Z, false"
    })
    void overMidnightItBelongsToTheDayOnWhichItBegins(String moment, boolean inside) {
        // Given
        TimeWindow fridayNight = new TimeWindow(Set.of(DayOfWeek.FRIDAY), 22 * 60, 6 * 60, BERLIN);

        // When, Then
        assertThat(fridayNight.contains(Instant.parse(moment))).isEqualTo(inside);
    }
}
