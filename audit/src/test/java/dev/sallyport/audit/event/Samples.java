package dev.sallyport.audit.event;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Events to test with. */
final class Samples {

    static final Instant TIME = Instant.parse("2026-01-01T10:20:30.456Z");

    private static final String ID = "019b7a00-0000-7000-8000-0000000000";

    private Samples() {}

    static EventHead head(int number) {
        EventSubject subject = EventSubject.NONE
                .withUser("alice")
                .withLogin("www")
                .withNode("019b7a00-1111-7000-8000-000000000001", "web-1")
                .withSource("192.0.2.1:5555");
        return new EventHead(ID + String.format("%02x", number), TIME, subject);
    }

    static AuditEvent login(int number) {
        return new UserEvent.Login(head(number), "password+totp", "admin", TIME);
    }

    static List<FlatEvent> logins(int count) {
        return IntStream.range(0, count).mapToObj(i -> FlatEvent.of(login(i))).toList();
    }

    /** One event of each kind, every field filled. */
    static List<AuditEvent> ofEachKind() {
        return EventCatalogue.types().stream().map(Samples::filled).toList();
    }

    private static AuditEvent filled(EventType type) {
        Class<?> record = EventCatalogue.recordOf(type.name()).orElseThrow();
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(Samples::value).toArray();
        try {
            return (AuditEvent) record.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException broken) {
            throw new LinkageError(type.name(), broken);
        }
    }

    private static Object value(Class<?> type) {
        if (type == EventHead.class) {
            return head(7);
        }
        if (type == String.class) {
            return "text";
        }
        if (type == long.class) {
            return 7L;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == OptionalInt.class) {
            return OptionalInt.of(7);
        }
        return type == Instant.class ? TIME : type.getEnumConstants()[0];
    }
}
