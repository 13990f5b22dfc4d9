package dev.sallyport.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and durations as a person reads them. */
public final class Times {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    /** Local date and minute. */
    public static String minute(Instant time, LocalOffset zone) {
        return MINUTE.format(time.atOffset(zone.at(time)));
    }

    /** Local date and second. */
    public static String second(Instant time, LocalOffset zone) {
        return SECOND.format(time.atOffset(zone.at(time)));
    }

    /** {@code 3 h 5 min}, {@code 12 s}: the two largest units. */
    public static String span(Duration span) {
        Duration d = span.abs().truncatedTo(ChronoUnit.SECONDS);
        if (d.toDays() > 0) {
            return d.toDays() + " d " + d.toHoursPart() + " h";
        }
        if (d.toHours() > 0) {
            return d.toHours() + " h " + d.toMinutesPart() + " min";
        }
        return d.toMinutes() > 0 ? d.toMinutes() + " min" : d.toSeconds() + " s";
    }
}
