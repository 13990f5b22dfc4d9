package dev.sallyport.cli.terminal;

import dev.sallyport.model.Durations;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;

/**
 * Points in time as a person types them: {@code 2026-01-31}, {@code 2026-01-31T08:00}, {@code 2026-01-31T08:00:00Z}, or how long ago,
 * {@code 2h}.
 */
public record Moments(Instant now, LocalOffset zone) {

    /**
     * Reads one.
     *
     * @throws Failure INVALID for anything else
     */
    public Instant parse(String text) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            if (text.indexOf('T') > 0) {
                return zone.instant(LocalDateTime.parse(text));
            }
            if (text.indexOf('-') > 0) {
                return zone.instant(LocalDate.parse(text).atStartOfDay());
            }
            return now.minus(Durations.parse(text));
        } catch (DateTimeParseException | Failure e) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "'" + text
                            + "' is no time; expected 2026-01-31, 2026-01-31T08:00, 2026-01-31T08:00:00Z or how long ago, 2h",
                    e);
        }
    }
}
