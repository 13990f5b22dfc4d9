package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between the records and names with text, by the components of the records. */
final class EventCodec {

    private EventCodec() {}

    static FlatEvent flatten(AuditEvent event) {
        Map<String, String> fields = new TreeMap<>();
        putAll(fields, event.head().subject());
        putAll(fields, event);
        EventType type = event.type();
        return new FlatEvent(event.id(), event.time(), type.name(), type.code(), fields);
    }

    static AuditEvent restore(FlatEvent flat) {
        Class<?> record = EventCatalogue.recordOf(flat.type())
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID,
                        "audit event " + flat.id() + ": no type " + flat.type()
                                + " in this version's catalogue; it was written by a newer version"));
        EventSubject subject = (EventSubject) make(EventSubject.class, flat, null);
        return (AuditEvent) make(record, flat, new EventHead(flat.id(), flat.time(), subject));
    }

    private static void putAll(Map<String, String> fields, Object record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getType() != EventHead.class) {
                String text = text(read(component, record));
                if (!text.isEmpty()) {
                    fields.put(EventCatalogue.fieldName(component), cut(text));
                }
            }
        }
    }

    private static Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("cannot read " + component, broken);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case OptionalInt number -> number.isPresent() ? Integer.toString(number.getAsInt()) : "";
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }

    private static String cut(String text) {
        if (text.length() <= FlatEvent.MAX_VALUE) {
            return text;
        }
        String note = "… (" + text.length() + " characters)";
        int end = FlatEvent.MAX_VALUE - note.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            return text.substring(0, end - 1) + note;
        }
        return text.substring(0, end) + note;
    }

    private static Object make(Class<?> record, FlatEvent flat, @Nullable EventHead head) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable
        Object[] values = Arrays.stream(components)
                .map(component -> component.getType() == EventHead.class ? head : value(component, flat))
                .toArray();
        try {
            return record.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            throw malformed(flat, record.getSimpleName(), refused);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("cannot make " + record, broken);
        }
    }

    private static Object value(RecordComponent component, FlatEvent flat) {
        String name = EventCatalogue.fieldName(component);
        String text = flat.field(name);
        try {
            return parse(component.getType(), text);
        } catch (IllegalArgumentException | DateTimeException bad) {
            throw malformed(flat, "field " + name, bad);
        }
    }

    private static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == OptionalInt.class) {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        }
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == boolean.class) {
            return bool(text);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        return constant(type, text);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> text(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such value"));
    }

    private static Failure malformed(FlatEvent flat, String what, Throwable cause) {
        return Failure.of(
                FailureCode.INVALID,
                "audit event " + flat.id() + " (" + flat.type() + "): " + what + " is missing or malformed",
                cause);
    }
}
