package dev.sallyport.audit.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/reference/events.schema.json}: JSON Schema, draft 2020-12, of an event as the log's leaves have it. */
final class EventSchema {

    private static final String TEXT = "string";

    private EventSchema() {}

    static String json() {
        JsonLine schema = new JsonLine()
                .text("$schema", "https://json-schema.org/draft/2020-12/schema")
                .text("title", "Sallyport audit event")
                .text("type", "object")
                .object("properties", EventSchema::head)
                .object("$defs", defs -> EventCatalogue.types().forEach(type -> defs.object(type.name(), def(type))));
        String oneOf = String.join(
                ",\n",
                EventCatalogue.types().stream()
                        .map(type -> "    {\"$ref\":\"#/$defs/" + type.name() + "\"}")
                        .toList());
        String required = "\"required\":[\"id\",\"time\",\"stored\",\"type\",\"code\",\"fields\"]";
        String whole = schema.end();
        return broken(whole.substring(0, whole.length() - 1)) + ",\n  " + required + ",\n  \"oneOf\":[\n" + oneOf
                + "\n  ]\n}\n";
    }

    /** A line for each event, so that a change is a diff that can be read. */
    private static String broken(String json) {
        String lines = json.replace("\"$defs\":{", "\"$defs\":{\n    ").replace("}}},\"", "}}},\n    \"");
        return "{\n  "
                + lines.substring(1)
                        .replace(",\"properties\":{\"id\"", ",\n  \"properties\":{\"id\"")
                        .replace("},\"$defs\"", "},\n  \"$defs\"");
    }

    private static void head(JsonLine properties) {
        properties
                .object("id", id -> id.text("type", TEXT).text("format", "uuid"))
                .object("time", time -> time.text("type", "integer").text("description", "milliseconds since 1970"))
                .object("stored", time -> time.text("type", "integer").text("description", "milliseconds since 1970"))
                .object("type", type -> type.text("type", TEXT))
                .object("code", code -> code.text("type", TEXT))
                .object(
                        "fields",
                        fields -> fields.text("type", "object")
                                .object("additionalProperties", any -> any.text("type", TEXT)));
    }

    private static java.util.function.Consumer<JsonLine> def(EventType type) {
        return def -> def.text("description", type.meaning())
                .text("x-severity", type.severity().name().toLowerCase(Locale.ROOT))
                .text("x-since", type.since())
                .object(
                        "properties",
                        properties -> properties
                                .object("type", name -> name.text("const", type.name()))
                                .object("code", code -> code.text("const", type.code()))
                                .object(
                                        "fields",
                                        fields -> fields.object("properties", each -> {
                                            for (List<EventType.Field> some :
                                                    Arrays.asList(EventCatalogue.subjectFields(), type.fields())) {
                                                some.forEach(field -> each.object(field.name(), value(field)));
                                            }
                                        })));
    }

    private static java.util.function.Consumer<JsonLine> value(EventType.Field field) {
        return value -> {
            value.text("type", TEXT);
            switch (field.kind()) {
                case "number" -> value.text("pattern", "^-?[0-9]+$");
                case "true or false" -> value.text("pattern", "^(true|false)$");
                case "time" -> value.text("format", "date-time");
                default -> {}
            }
            value.text("description", field.meaning());
        };
    }
}
