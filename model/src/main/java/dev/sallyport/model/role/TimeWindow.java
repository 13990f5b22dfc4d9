package dev.sallyport.model.role;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * A part of the week, by the clock on the wall of a time zone. Read from what that clock shows at a moment, so the day on
 * which it is put forward is shorter, and in the hour that comes twice both hours count.
 *
 * @param days on which the window begins
 * @param from minute of the day, 0 to 1439
 * @param to minute of the day at which it has ended, 1 to 1440; not after {@code from}: on the next day
 * @param zone such as {@code Europe/Berlin}
 */
public record TimeWindow(Set<DayOfWeek> days, int from, int to, ZoneId zone) {

    public static final int MINUTES_OF_DAY = 1440;

    public TimeWindow {
        days = Set.copyOf(days);
        if (from < 0 || from >= MINUTES_OF_DAY || to < 1 || to > MINUTES_OF_DAY) {
            throw new IllegalArgumentException("minutes of a day: " + from + " to " + to);
        }
    }

    public boolean contains(Instant moment) {
        ZonedDateTime shown = moment.atZone(zone);
        int minute = shown.getHour() * 60 + shown.getMinute();
        DayOfWeek today = shown.getDayOfWeek();
        if (from < to) {
            return days.contains(today) && minute >= from && minute < to;
        }
        return minute >= from ? days.contains(today) : minute < to && days.contains(today.minus(1));
    }
}
