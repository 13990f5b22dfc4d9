package dev.sallyport.auth.emitters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.audit.event.Severity;
import dev.sallyport.auth.web.StrictJson;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What a service posts, read: {@code {"events":[…]}}. A member that is not known is a mistake, and so is a value that is no text. */
final class EmittedBatch {

    static final int MOST_BYTES = 1 << 20;
    static final int MOST_EVENTS = 500;

    private static final Set<String> MEMBERS =
            Set.of("id", "time", "type", "code", "severity", "fields", "subject", "personal");

    private EmittedBatch() {}

    /** @throws Failure INVALID, with the number of the event, from 0 */
    static List<EmittedEvent> read(byte[] body) {
        JsonNode events = root(body).path("events");
        if (!events.isArray() || events.isEmpty() || events.size() > MOST_EVENTS) {
            throw Failure.of(FailureCode.INVALID, "expected \"events\" with 1 to " + MOST_EVENTS + " of them");
        }
        List<EmittedEvent> read = new ArrayList<>();
        for (JsonNode event : events) {
            try {
                read.add(event(event));
            } catch (Failure e) {
                throw Failure.of(FailureCode.INVALID, "event " + read.size() + ": " + e.text(), e);
            }
        }
        return read;
    }

    private static JsonNode root(byte[] body) {
        try {
            JsonNode root = StrictJson.object(body);
            onlyMembers(root, Set.of("events"));
            return root;
        } catch (IOException e) {
            throw Failure.of(FailureCode.INVALID, "expected a JSON object in which no name comes twice", e);
        }
    }

    private static EmittedEvent event(JsonNode event) {
        EmittedEvent.require(event.isObject(), "expected an object");
        onlyMembers(event, MEMBERS);
        UUID id = id(text(event, "id"));
        String time = text(event, "time");
        return new EmittedEvent(
                id,
                time.isEmpty() ? EmittedEvent.timeOf(id) : time(time),
                text(event, "type"),
                text(event, "code"),
                severity(text(event, "severity")),
                texts(event.path("fields")),
                text(event, "subject"),
                texts(event.path("personal")));
    }

    private static void onlyMembers(JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "a member is not known: expected only "
                                + known.stream().sorted().toList());
            }
        });
    }

    private static UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            EmittedEvent.require(id.toString().equals(text), "its id is not a UUID in the usual form");
            return id;
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureCode.INVALID, "its id is not a UUID in the usual form", e);
        }
    }

    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            EmittedEvent.require(
                    time.toEpochMilli() >= 0 && time.isBefore(Instant.parse("9999-12-31T00:00:00Z")),
                    "its time is before 1970 or after 9998");
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw Failure.of(FailureCode.INVALID, "its time is not one of the form 2026-01-31T08:00:00.123Z", e);
        }
    }

    private static Severity severity(String text) {
        for (Severity severity : Severity.values()) {
            if (text.equals(severity.name().toLowerCase(Locale.ROOT))) {
                return severity;
            }
        }
        EmittedEvent.require(text.isEmpty(), "its severity is none of info, warning, error");
        return Severity.INFO;
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        EmittedEvent.require(value.isMissingNode() || value.isTextual(), "its " + member + " is no text");
        return value.isMissingNode() ? "" : value.textValue();
    }

    private static Map<String, String> texts(JsonNode fields) {
        Map<String, String> texts = new TreeMap<>();
        EmittedEvent.require(fields.isMissingNode() || fields.isObject(), "its fields are no object");
        fields.properties().forEach(field -> {
            EmittedEvent.require(field.getValue().isTextual(), "a field is no text");
            texts.put(field.getKey(), field.getValue().textValue());
        });
        return texts;
    }
}
