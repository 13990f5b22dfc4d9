package dev.sallyport.audit.recording;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A header as names and text. */
final class HeaderFields {

    private HeaderFields() {}

    static Map<String, String> of(RecordingHeader header) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("session", header.session().toString());
        fields.put("user", header.user());
        fields.put("login", header.login());
        fields.put("node", header.node());
        fields.put("node_name", header.nodeName());
        fields.put("kind", header.kind());
        fields.put("command", header.command());
        fields.put("terminal", header.terminal());
        fields.put("start", header.start().toString());
        fields.put("columns", Integer.toString(header.columns()));
        fields.put("rows", Integer.toString(header.rows()));
        return fields;
    }

    /** @throws IllegalArgumentException if one of those that must be there is missing or malformed */
    static RecordingHeader parse(Map<String, String> fields) {
        try {
            return new RecordingHeader(
                    UUID.fromString(text(fields, "session")),
                    text(fields, "user"),
                    text(fields, "login"),
                    text(fields, "node"),
                    text(fields, "node_name"),
                    text(fields, "kind"),
                    text(fields, "command"),
                    text(fields, "terminal"),
                    Instant.parse(text(fields, "start")),
                    Integer.parseInt(text(fields, "columns")),
                    Integer.parseInt(text(fields, "rows")));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("start is no time", malformed);
        }
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }
}
