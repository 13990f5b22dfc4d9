package dev.sallyport.api.role;

import dev.sallyport.api.v1.RoleTimes;
import dev.sallyport.model.role.TimeWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code times}. */
final class TimesReader {

    private static final int MOST = 64;
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})");

    private final Faults faults;
    private final String path;

    TimesReader(Faults faults, String path) {
        this.faults = faults;
        this.path = path;
    }

    List<TimeWindow> read(List<RoleTimes> messages) {
        List<TimeWindow> windows = new ArrayList<>();
        if (faults.bounded(path, messages.size(), MOST)) {
            for (int i = 0; i < messages.size(); i++) {
                window(path + "[" + i + "]", messages.get(i)).ifPresent(windows::add);
            }
        }
        return windows;
    }

    private Optional<TimeWindow> window(String at, RoleTimes message) {
        List<DayOfWeek> days = faults.readAll(at + ".days", message.getDaysList(), TimesReader::day);
        Optional<Integer> from =
                faults.read(at + ".from", message.getFrom(), text -> minute(text, TimeWindow.MINUTES_OF_DAY - 1));
        Optional<Integer> to =
                faults.read(at + ".to", message.getTo(), text -> minute(text, TimeWindow.MINUTES_OF_DAY));
        Optional<ZoneId> zone = faults.read(at + ".zone", message.getZone(), TimesReader::zone);
        if (from.isEmpty() || to.isEmpty() || zone.isEmpty()) {
            return Optional.empty();
        }
        if (to.get() == 0) {
            faults.add(at + ".to", "'00:00': expected 24:00 for the end of the day");
            return Optional.empty();
        }
        Set<DayOfWeek> all = days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days);
        return Optional.of(new TimeWindow(all, from.get(), to.get(), zone.get()));
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (text.equals(name) || text.equals(name.substring(0, 3))) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + text + "': expected mon, tue, wed, thu, fri, sat or sun");
    }

    private static int minute(String text, int most) {
        Matcher clock = CLOCK.matcher(text);
        int minute = clock.matches() ? Integer.parseInt(clock.group(1)) * 60 + Integer.parseInt(clock.group(2)) : -1;
        if (minute < 0 || minute > most || Integer.parseInt(clock.group(2)) > 59) {
            throw new IllegalArgumentException("'" + text + "': expected a time of day, such as 08:30, in quotes");
        }
        return minute;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "': expected a time zone, such as Europe/Berlin or UTC", e);
        }
    }
}
