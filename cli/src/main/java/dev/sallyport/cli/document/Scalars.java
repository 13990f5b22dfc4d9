package dev.sallyport.cli.document;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import dev.sallyport.api.EnumWords;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads single values by the type of their field. */
final class Scalars {

    private Scalars() {}

    static Optional<Object> read(FieldDescriptor field, ScalarNode node, Consumer<String> mistake) {
        String text = node.getValue();
        try {
            return switch (field.getJavaType()) {
                case STRING -> Optional.of(text);
                case BOOLEAN -> bool(text, mistake);
                case INT -> Optional.of(Integer.parseInt(text));
                case LONG -> Optional.of(Long.parseLong(text));
                case ENUM -> word(field.getEnumType(), text, mistake);
                case FLOAT, DOUBLE, BYTE_STRING, MESSAGE ->
                    throw new IllegalStateException("no document has a field like " + field.getFullName());
            };
        } catch (NumberFormatException e) {
            mistake.accept("'" + Mistakes.shown(text) + "': expected a whole number");
            return Optional.empty();
        }
    }

    /** A moment, such as 2026-11-21T12:00:00Z. */
    static Optional<Object> time(ScalarNode node, Consumer<String> mistake) {
        try {
            Instant at = Instant.parse(node.getValue());
            return Optional.of(Timestamp.newBuilder()
                    .setSeconds(at.getEpochSecond())
                    .setNanos(at.getNano())
                    .build());
        } catch (DateTimeParseException e) {
            mistake.accept("'" + Mistakes.shown(node.getValue()) + "': expected a time such as 2026-11-21T12:00:00Z");
            return Optional.empty();
        }
    }

    private static Optional<Object> word(EnumDescriptor type, String text, Consumer<String> mistake) {
        List<EnumValueDescriptor> known = type.getValues().stream()
                .filter(value -> value.getNumber() != 0)
                .toList();
        Optional<Object> found = known.stream()
                .filter(value -> EnumWords.word(value).equals(text))
                .findFirst()
                .map(value -> value);
        if (found.isEmpty()) {
            mistake.accept("'" + Mistakes.shown(text) + "': expected one of "
                    + String.join(", ", known.stream().map(EnumWords::word).toList()));
        }
        return found;
    }

    private static Optional<Object> bool(String text, Consumer<String> mistake) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                mistake.accept("'" + Mistakes.shown(text) + "': expected true or false");
                yield Optional.empty();
            }
        };
    }
}
