package dev.sallyport.audit.event;

import java.util.function.Consumer;

/** Builds one JSON object on one line. */
final class JsonLine {

    private final StringBuilder out = new StringBuilder("{");

    JsonLine text(String name, String value) {
        name(name);
        EventJson.quote(out, value);
        return this;
    }

    JsonLine number(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    JsonLine object(String name, Consumer<JsonLine> content) {
        JsonLine inner = new JsonLine();
        content.accept(inner);
        name(name);
        out.append(inner.end());
        return this;
    }

    private void name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        EventJson.quote(out, name);
        out.append(':');
    }

    String end() {
        return out + "}";
    }
}
