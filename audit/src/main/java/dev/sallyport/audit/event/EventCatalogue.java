package dev.sallyport.audit.event;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All events there are, read from the records once. */
public final class EventCatalogue {

    private static final Map<Class<?>, EventType> BY_RECORD = records(AuditEvent.class)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), EventCatalogue::describe));

    private static final Map<String, Class<?>> BY_NAME = BY_RECORD.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(entry -> entry.getValue().name(), Map.Entry::getKey));

    private EventCatalogue() {}

    /** Every type, in the order of their names. */
    public static List<EventType> types() {
        return BY_RECORD.values().stream()
                .sorted(Comparator.comparing(EventType::name))
                .toList();
    }

    /** The type with this name, {@code session.start}. */
    public static Optional<EventType> find(String name) {
        return recordOf(name).map(BY_RECORD::get);
    }

    /** The fields that every event may have: who, where, in which session. */
    public static List<EventType.Field> subjectFields() {
        return fields(EventSubject.class);
    }

    static Optional<Class<?>> recordOf(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static EventType typeOf(Class<?> record) {
        EventType type = BY_RECORD.get(record);
        if (type == null) {
            throw new IllegalArgumentException(record + " is not in the catalogue");
        }
        return type;
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(EventCatalogue::records);
    }

    private static EventType describe(Class<?> record) {
        Catalogued said = record.getAnnotation(Catalogued.class);
        return new EventType(
                said.type(), said.code(), Severity.ofCode(said.code()), said.since(), said.meaning(), fields(record));
    }

    private static List<EventType.Field> fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getType() != EventHead.class)
                .map(component -> new EventType.Field(
                        fieldName(component),
                        kind(component.getType()),
                        component.getAnnotation(Meaning.class).value()))
                .toList();
    }

    /** {@code exitCode} becomes {@code exit_code}. */
    static String fieldName(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String kind(Class<?> type) {
        if (type == String.class || type.isEnum()) {
            return "text";
        }
        if (type == long.class || type == OptionalInt.class) {
            return "number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == Instant.class) {
            return "time";
        }
        throw new IllegalStateException("no text form for fields of " + type);
    }
}
