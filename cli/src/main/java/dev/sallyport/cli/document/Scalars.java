package dev.sallyport.cli.document;

import com.google.protobuf.Descriptors.FieldDescriptor;
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
                case FLOAT, DOUBLE, BYTE_STRING, ENUM, MESSAGE ->
                    throw new IllegalStateException("no document has a field like " + field.getFullName());
            };
        } catch (NumberFormatException e) {
            mistake.accept("'" + Mistakes.shown(text) + "': expected a whole number");
            return Optional.empty();
        }
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
