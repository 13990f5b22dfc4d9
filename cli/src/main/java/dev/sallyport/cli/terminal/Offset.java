package dev.sallyport.cli.terminal;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time within a recording, as players show it: {@code 12:34}, {@code 1:02:03}, {@code 0:07.5}. */
public final class Offset {

    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,4}):(\\d{1,2})(?:\\.(\\d{1,6}))?");

    private Offset() {}

    /** Microseconds since the start. @throws Failure INVALID for anything else */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Failure.of(
                    FailureCode.INVALID, "'" + text + "' is no time within a recording; expected 12:34 or 1:02:03");
        }
        long hours = form.group(1) == null ? 0 : Long.parseLong(form.group(1));
        long seconds = hours * 3600 + Long.parseLong(form.group(2)) * 60 + Long.parseLong(form.group(3));
        String fraction = form.group(4) == null ? "" : form.group(4);
        return seconds * 1_000_000 + Long.parseLong((fraction + "000000").substring(0, 6));
    }

    /** Whole seconds, rounded down: what is there is there at this time or shortly after. */
    public static String text(long micros) {
        Duration time = Duration.ofMillis(micros / 1000);
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
