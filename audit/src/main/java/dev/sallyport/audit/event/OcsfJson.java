package dev.sallyport.audit.event;

import java.util.Optional;

/**
 * An event as one JSON object of the Open Cybersecurity Schema Framework, on one line. What has no attribute there is in
 * {@code unmapped}, by the names of the catalogue; so nothing is lost.
 */
public final class OcsfJson {

    private static final int OTHER_ACTIVITY = 99;

    private OcsfJson() {}

    /** @param index the event's number in the log */
    public static String write(FlatEvent event, long index) {
        OcsfClass known = OcsfClass.of(event.type());
        Severity severity = severity(event.code());
        JsonLine line = new JsonLine();
        line.number("category_uid", known.category())
                .number("class_uid", known.uid())
                .number("activity_id", known.activity())
                .number("type_uid", known.uid() * 100L + known.activity())
                .number("severity_id", severityId(severity))
                .number("status_id", severity == Severity.INFO ? 1 : 2)
                .number("time", event.time().toEpochMilli());
        if (known.activity() == OTHER_ACTIVITY) {
            line.text("activity_name", event.type());
        }
        line.text(
                "message",
                EventCatalogue.find(event.type()).map(EventType::meaning).orElse(event.type()));
        line.object(
                "metadata",
                inner -> inner.text("version", OcsfClass.VERSION)
                        .text("uid", event.id())
                        .text("event_code", event.code())
                        .text("log_name", "sallyport")
                        .number("sequence", index)
                        .object(
                                "product",
                                product -> product.text("name", "Sallyport").text("vendor_name", "Sallyport")));
        people(line, event);
        places(line, event);
        line.object("unmapped", inner -> {
            inner.text("type", event.type());
            event.fields().forEach(inner::text);
        });
        return line.end();
    }

    private static void people(JsonLine line, FlatEvent event) {
        String user = event.field("user");
        if (!user.isEmpty()) {
            line.object("actor", actor -> {
                actor.object("user", inner -> inner.text("name", user));
                text(event, "session").ifPresent(id -> actor.object("session", inner -> inner.text("uid", id)));
            });
            line.object("user", inner -> inner.text("name", text(event, "login").orElse(user)));
        }
    }

    private static void places(JsonLine line, FlatEvent event) {
        text(event, "source").ifPresent(source -> {
            int colon = source.lastIndexOf(':');
            String ip = colon < 0 ? source : source.substring(0, colon);
            line.object("src_endpoint", inner -> {
                inner.text("ip", ip.replaceAll("^\\[|]$", ""));
                if (colon >= 0 && source.substring(colon + 1).matches("[0-9]{1,5}")) {
                    inner.number("port", Long.parseLong(source.substring(colon + 1)));
                }
            });
        });
        text(event, "node")
                .ifPresent(node -> line.object("dst_endpoint", inner -> {
                    inner.text("uid", node);
                    text(event, "node_name").ifPresent(name -> inner.text("hostname", name));
                }));
    }

    private static Optional<String> text(FlatEvent event, String field) {
        return Optional.of(event.field(field)).filter(value -> !value.isEmpty());
    }

    private static Severity severity(String code) {
        return switch (code.charAt(code.length() - 1)) {
            case 'W' -> Severity.WARNING;
            case 'E' -> Severity.ERROR;
            default -> Severity.INFO;
        };
    }

    /** Informational, medium, high. */
    private static int severityId(Severity severity) {
        return switch (severity) {
            case INFO -> 1;
            case WARNING -> 3;
            case ERROR -> 4;
        };
    }
}
