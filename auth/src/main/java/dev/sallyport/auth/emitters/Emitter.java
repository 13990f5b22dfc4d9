package dev.sallyport.auth.emitters;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A service that emits events.
 *
 * @param types what it may emit: {@code order.placed}, or {@code order.*} for all that begins so
 * @param notAfter empty for no end
 * @param eventsPerSecond over some seconds
 */
public record Emitter(
        String name, List<String> types, Instant created, Optional<Instant> notAfter, int eventsPerSecond) {

    static final int MOST_TYPES = 50;
    static final int USUAL_RATE = 100;
    static final int HIGHEST_RATE = 10_000;

    /** Longest type, characters: with what is before it a type of the log is at most 64. */
    static final int LONGEST_TYPE = 39;

    static final Pattern TYPE = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?");
    private static final String ANY_BELOW = ".*";

    public Emitter {
        requireName(name);
        types = List.copyOf(types);
        if (types.isEmpty() || types.size() > MOST_TYPES) {
            throw invalid(types.size() + " types: expected 1 to " + MOST_TYPES);
        }
        types.forEach(Emitter::requireType);
        if (eventsPerSecond < 1 || eventsPerSecond > HIGHEST_RATE) {
            throw invalid(eventsPerSecond + " events a second: expected 1 to " + HIGHEST_RATE);
        }
    }

    /** Whether this can be the name of one. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw invalid(
                    "its name cannot be used: expected 1 to 20 letters in lower case, digits and -, not at its ends");
        }
    }

    private static void requireType(String type) {
        String plain = type.endsWith(ANY_BELOW) ? type.substring(0, type.length() - ANY_BELOW.length()) : type;
        if (plain.length() > LONGEST_TYPE || !TYPE.matcher(plain).matches()) {
            throw invalid("one of its types cannot be used: expected order.placed or order.*, at most " + LONGEST_TYPE
                    + " letters in lower case, digits and . _ -");
        }
    }

    /** Whether it may emit this. */
    boolean mayEmit(String type) {
        return types.stream()
                .anyMatch(allowed -> allowed.endsWith(ANY_BELOW)
                        ? type.startsWith(allowed.substring(0, allowed.length() - 1))
                        : type.equals(allowed));
    }

    private static Failure invalid(String what) {
        return Failure.of(FailureCode.INVALID, "emitter: " + what);
    }
}
