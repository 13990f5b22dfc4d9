package dev.sallyport.api.filter;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.sallyport.api.EnumWords;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.Type;
import dev.sallyport.model.expression.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The fields of a message under their dotted names, {@code metadata.labels}, and what they are to an expression. */
final class FilterFields {

    /** Deep enough for every message that is listed; a bound all the same. */
    private static final int DEEPEST = 5;

    private final Map<String, Field> byName = new TreeMap<>();

    private FilterFields() {}

    /** @param path how the field is reached from the message that is listed */
    private record Field(Type type, List<FieldDescriptor> path) {}

    static FilterFields of(Descriptor type) {
        FilterFields fields = new FilterFields();
        fields.add(type, "", List.of(), false);
        return fields;
    }

    Vocabulary vocabulary() {
        Map<String, Type> types = new HashMap<>();
        byName.forEach((name, field) -> types.put(name, field.type()));
        return new Vocabulary(types);
    }

    Bindings bindings(Message message) {
        Bindings bindings = new Bindings();
        byName.forEach((name, field) -> bind(bindings, name, field, values(message, field.path())));
        return bindings;
    }

    private void add(Descriptor type, String prefix, List<FieldDescriptor> before, boolean several) {
        for (FieldDescriptor field : type.getFields()) {
            List<FieldDescriptor> path = new ArrayList<>(before);
            path.add(field);
            String name = prefix + field.getName();
            Optional<Type> as = type(field, several);
            if (as.isPresent()) {
                byName.put(name, new Field(as.get(), List.copyOf(path)));
            } else if (isFolder(field) && path.size() < DEEPEST) {
                add(field.getMessageType(), name + ".", path, several || field.isRepeated());
            }
        }
    }

    /** Maps of anything else, and bytes, are no use in an expression. */
    private static boolean isFolder(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField();
    }

    private static Optional<Type> type(FieldDescriptor field, boolean several) {
        return switch (field.getJavaType()) {
            case STRING, ENUM, INT, LONG, DOUBLE, FLOAT ->
                Optional.of(several || field.isRepeated() ? Type.TEXTS : Type.TEXT);
            case BOOLEAN -> several || field.isRepeated() ? Optional.empty() : Optional.of(Type.FLAG);
            case BYTE_STRING -> Optional.empty();
            case MESSAGE -> messageType(field, several);
        };
    }

    private static Optional<Type> messageType(FieldDescriptor field, boolean several) {
        if (field.getMessageType().equals(Timestamp.getDescriptor())) {
            return Optional.of(several || field.isRepeated() ? Type.TEXTS : Type.TEXT);
        }
        if (!field.isMapField() || several) {
            return Optional.empty();
        }
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        return switch (value.getJavaType()) {
            case STRING -> Optional.of(Type.LABELS);
            case MESSAGE ->
                value.getMessageType().equals(StringList.getDescriptor()) ? Optional.of(Type.TRAITS) : Optional.empty();
            case ENUM, INT, LONG, DOUBLE, FLOAT, BOOLEAN, BYTE_STRING -> Optional.empty();
        };
    }

    /** All values at the end of a path; none where something on the way is not set. */
    private static List<Object> values(Message message, List<FieldDescriptor> path) {
        FieldDescriptor first = path.getFirst();
        List<Object> values = new ArrayList<>();
        if (first.isRepeated()) {
            for (int i = 0; i < message.getRepeatedFieldCount(first); i++) {
                values.add(message.getRepeatedField(first, i));
            }
        } else if (!first.hasPresence() || message.hasField(first)) {
            values.add(message.getField(first));
        }
        if (path.size() == 1) {
            return values;
        }
        List<FieldDescriptor> rest = path.subList(1, path.size());
        return values.stream()
                .flatMap(each -> values((Message) each, rest).stream())
                .toList();
    }

    private static void bind(Bindings bindings, String name, Field field, List<Object> values) {
        if (values.isEmpty()) {
            return;
        }
        switch (field.type()) {
            case TEXT -> bindings.text(name, text(values.getFirst()));
            case TEXTS ->
                bindings.texts(name, values.stream().map(FilterFields::text).toList());
            case FLAG -> bindings.flag(name, (Boolean) values.getFirst());
            case LABELS -> {
                Map<String, String> labels = new HashMap<>();
                values.forEach(each -> labels.put(text(part(each, "key")), text(part(each, "value"))));
                bindings.labels(name, labels);
            }
            case TRAITS -> {
                Map<String, List<String>> traits = new HashMap<>();
                values.forEach(each ->
                        traits.put(text(part(each, "key")), ((StringList) part(each, "value")).getValuesList()));
                bindings.traits(name, traits);
            }
            case PATTERN -> throw new IllegalStateException("no field is a pattern: " + name);
        }
    }

    private static Object part(Object entry, String name) {
        Message message = (Message) entry;
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }

    private static String text(Object value) {
        return switch (value) {
            case Timestamp at ->
                Instant.ofEpochSecond(at.getSeconds(), at.getNanos()).toString();
            case EnumValueDescriptor word -> EnumWords.word(word);
            default -> value.toString();
        };
    }
}
