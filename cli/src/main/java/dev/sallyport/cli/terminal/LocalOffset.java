package dev.sallyport.cli.terminal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * How far the person's clock is from UTC at a time. Stands for {@link java.time.ZoneId}, whose first use searches every jar for further time
 * zones: a third of the time that {@code sally status} takes.
 */
@FunctionalInterface
public interface LocalOffset {

    /** The offset that held at that time. */
    ZoneOffset at(Instant time);

    /** As the machine is set. */
    static LocalOffset ofMachine() {
        TimeZone zone = TimeZone.getDefault();
        return time -> ZoneOffset.ofTotalSeconds(zone.getOffset(time.toEpochMilli()) / 1000);
    }

    /** The time that a clock on the wall means; in the hour that a change of the clock skips or repeats, one that is near. */
    default Instant instant(LocalDateTime wall) {
        Instant near = wall.toInstant(at(wall.toInstant(ZoneOffset.UTC)));
        return wall.toInstant(at(near));
    }
}
