package dev.sallyport.cli.terminal;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) for programs. Lists have one object a line, so that line tools can work on them too. What {@link Neutral} would write out is
 * escaped as <code>\\uXXXX</code>: the same data for a parser, and harmless where somebody looks at it in a terminal.
 */
public final class Json {

    private Json() {}

    /** One object on a line. Values: text, numbers, booleans, null, lists and maps of such; maps keep their order. */
    public static String object(Map<String, ? extends @Nullable Object> fields) {
        StringBuilder out = new StringBuilder();
        append(out, fields);
        return out.append('\n').toString();
    }

    /** A list with one object a line. */
    public static <T> String list(List<T> items, Function<T, Map<String, ? extends @Nullable Object>> fields) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < items.size(); i++) {
            append(out.append(i == 0 ? "\n" : ",\n"), fields.apply(items.get(i)));
        }
        return out.append(items.isEmpty() ? "]\n" : "\n]\n").toString();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> appendMap(out, map);
            case List<?> list -> appendList(out, list);
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> quote(out, value.toString());
        }
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        String gap = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            quote(out.append(gap), String.valueOf(entry.getKey()));
            append(out.append(": "), entry.getValue());
            gap = ", ";
        }
        out.append('}');
    }

    private static void appendList(StringBuilder out, List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            append(out.append(i == 0 ? "" : ", "), list.get(i));
        }
        out.append(']');
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (Neutral.visible(c)) {
                out.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format("\\u%04x", (int) unit));
                }
            }
        }
        out.append('"');
    }
}
