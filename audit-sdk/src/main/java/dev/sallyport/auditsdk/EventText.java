package dev.sallyport.auditsdk;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** An event as the contract has it: JSON (RFC 8259). */
final class EventText {

    private EventText() {}

    static String of(String id, Instant time, Event event) {
        StringBuilder out = new StringBuilder(256);
        out.append("{\"id\":\"")
                .append(id)
                .append("\",\"time\":\"")
                .append(time)
                .append("\",\"type\":");
        quote(out, event.type());
        out.append(",\"severity\":\"").append(event.severity().text()).append('"');
        if (!event.code().isEmpty()) {
            out.append(",\"code\":");
            quote(out, event.code());
        }
        members(out, "fields", event.fields());
        if (!event.subject().isEmpty()) {
            out.append(",\"subject\":");
            quote(out, event.subject());
            members(out, "personal", event.personal());
        }
        return out.append('}').toString();
    }

    private static void members(StringBuilder out, String name, Map<String, String> members) {
        out.append(",\"").append(name).append("\":{");
        String comma = "";
        for (Map.Entry<String, String> member : members.entrySet()) {
            out.append(comma);
            quote(out, member.getKey());
            out.append(':');
            quote(out, member.getValue());
            comma = ",";
        }
        out.append('}');
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
