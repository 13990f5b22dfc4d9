package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An event as it travels and is stored: names and text. It outlives the catalogue of the program that reads it, so an
 * older auth keeps the events of a newer agent.
 *
 * @param id UUIDv7 as text
 * @param time when it happened
 * @param type {@code session.start}
 * @param code {@code SSH001I}
 * @param fields in order of their names; fields without a value are left out
 */
public record FlatEvent(String id, Instant time, String type, String code, Map<String, String> fields) {

    /** Most fields of one event. */
    public static final int MAX_FIELDS = 64;

    /** Longest value, characters; {@link #of} cuts longer ones and says how much is missing. */
    public static final int MAX_VALUE = 4096;

    private static final int MAX_NAME = 64;

    /** @throws Failure INVALID if something is out of bounds: this also guards what comes from the network */
    public FlatEvent {
        requireUuid(id);
        requireName("type", type);
        requireName("code", code);
        if (fields.size() > MAX_FIELDS) {
            throw invalid("has " + fields.size() + " fields, at most " + MAX_FIELDS + " are allowed");
        }
        fields.forEach((name, value) -> {
            requireName("field name", name);
            if (value.length() > MAX_VALUE) {
                throw invalid("field " + name + " has " + value.length() + " characters, at most " + MAX_VALUE
                        + " are allowed");
            }
        });
        fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** The event in names and text. Values longer than {@value #MAX_VALUE} characters are cut, with a note of it. */
    public static FlatEvent of(AuditEvent event) {
        return EventCodec.flatten(event);
    }

    /**
     * The event as its record.
     *
     * @throws Failure INVALID if this version's catalogue does not have it, or a field is missing or malformed
     */
    public AuditEvent event() {
        return EventCodec.restore(this);
    }

    /** A field's value; empty if it has none. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private static void requireUuid(String id) {
        try {
            if (UUID.fromString(id).toString().equals(id)) {
                return;
            }
        } catch (IllegalArgumentException notOne) {
            throw Failure.of(FailureCode.INVALID, "audit event: its id is not a UUID", notOne);
        }
        throw invalid("its id is not a UUID in the usual form");
    }

    private static void requireName(String what, String name) {
        boolean fine = !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().allMatch(c -> c < 127 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0));
        if (!fine) {
            throw invalid("its " + what + " is not 1.." + MAX_NAME + " letters, digits, dots, dashes, underscores");
        }
    }

    private static Failure invalid(String what) {
        return Failure.of(FailureCode.INVALID, "audit event: " + what);
    }
}
