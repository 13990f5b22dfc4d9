package dev.sallyport.audit.event;

import java.util.List;
import java.util.Locale;

/** Writes {@code docs/reference/events.md}. */
final class EventReference {

    private static final String INTRODUCTION = """
            # Audit events

            Made from the code by `make golden`; do not edit. Every event has an `id` (UUIDv7: unique, in the order of time), a `time`, a `type`
            and a `code`. The code's last letter is the severity: `I` as intended, `W` refused, failed or incomplete, `E` something is missing in the
            trail. A type, a code and the meaning of a field never change; new ones may come. A field without a value is left out. Text of more than
            4096 characters is cut and says how long it was. [events.schema.json](events.schema.json) has all of this as a JSON Schema.

            An event may be delivered twice (same `id`), never not at all: an agent whose spool for events is full opens no session.

            """;

    private EventReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("## Fields of every event\n\n");
        fields(page, EventCatalogue.subjectFields());
        page.append("\n## All events\n\n| type | code | severity | since | when |\n|---|---|---|---|---|\n");
        for (EventType type : EventCatalogue.types()) {
            page.append(String.format(
                    "| [`%s`](#%s) | `%s` | %s | %s | %s |%n",
                    type.name(),
                    anchor(type),
                    type.code(),
                    type.severity().name().toLowerCase(Locale.ROOT),
                    type.since(),
                    type.meaning()));
        }
        EventCatalogue.types().forEach(type -> section(page, type));
        return page.toString();
    }

    private static void section(StringBuilder page, EventType type) {
        page.append(String.format("%n## %s%n%n`%s`. %s%n", type.name(), type.code(), type.meaning()));
        if (!type.fields().isEmpty()) {
            page.append('\n');
            fields(page, type.fields());
        }
    }

    private static void fields(StringBuilder page, List<EventType.Field> fields) {
        page.append("| field | value | meaning |\n|---|---|---|\n");
        fields.forEach(field ->
                page.append(String.format("| `%s` | %s | %s |%n", field.name(), field.kind(), field.meaning())));
    }

    private static String anchor(EventType type) {
        return type.name().replace(".", "");
    }
}
