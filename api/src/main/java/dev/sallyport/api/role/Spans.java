package dev.sallyport.api.role;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 90s}, {@code 30m}, {@code 1h30m}, {@code 7d}. */
final class Spans {

    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private Spans() {}

    /** @throws IllegalArgumentException where it is none */
    static Duration parse(String text) {
        Matcher span = SPAN.matcher(text);
        if (text.isEmpty() || !span.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time: expected something like 90s, 30m, 8h, 1h30m");
        }
        return Duration.ofDays(number(span.group(1)))
                .plusHours(number(span.group(2)))
                .plusMinutes(number(span.group(3)))
                .plusSeconds(number(span.group(4)));
    }

    static String text(Duration span) {
        StringBuilder text = new StringBuilder();
        append(text, span.toDaysPart() * 24 + span.toHoursPart(), 'h');
        append(text, span.toMinutesPart(), 'm');
        append(text, span.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long number, char unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
