package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stored event as bytes: JSON (RFC 8259) in one form only, so that the same event is the same bytes. They are what
 * the log's leaves hash; docs/reference/audit-log.md has the form.
 */
public final class EventJson {

    /** Longest, bytes: what an entry of the log may have. */
    public static final int MAX_BYTES = 65_535;

    private static final int LEAST_VALUE = 64;

    private EventJson() {}

    /** An event, and when auth stored it, milliseconds since 1970. */
    public record Stored(FlatEvent event, long storedMillis) {}

    /** The bytes; values of an event that would be longer than {@value #MAX_BYTES} are cut, with a note of it. */
    public static byte[] write(Stored stored) {
        byte[] bytes = text(stored, FlatEvent.MAX_VALUE).getBytes(StandardCharsets.UTF_8);
        for (int most = FlatEvent.MAX_VALUE / 2; bytes.length > MAX_BYTES && most >= LEAST_VALUE; most /= 2) {
            bytes = text(stored, most).getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

    private static String text(Stored stored, int mostOfValue) {
        FlatEvent event = stored.event();
        StringBuilder out = new StringBuilder(512);
        out.append("{\"id\":\"").append(event.id()).append("\",\"time\":");
        out.append(event.time().toEpochMilli()).append(",\"stored\":").append(stored.storedMillis());
        out.append(",\"type\":\"").append(event.type()).append("\",\"code\":\"").append(event.code());
        out.append("\",\"fields\":{");
        String comma = "";
        for (Map.Entry<String, String> field : event.fields().entrySet()) {
            out.append(comma);
            quote(out, field.getKey());
            out.append(':');
            quote(out, cut(field.getValue(), mostOfValue));
            comma = ",";
        }
        return out.append("}}").toString();
    }

    private static String cut(String value, int most) {
        if (value.length() <= most) {
            return value;
        }
        String note = "… (" + value.length() + " characters)";
        int end = most - note.length();
        return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end) + note;
    }

    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** @throws Failure INVALID for anything that {@link #write} does not write */
    public static Stored read(byte[] bytes) {
        try {
            EventJsonReader in = new EventJsonReader(new String(bytes, StandardCharsets.UTF_8));
            in.expect("{\"id\":");
            String id = in.string();
            in.expect(",\"time\":");
            long time = in.number();
            in.expect(",\"stored\":");
            long stored = in.number();
            in.expect(",\"type\":");
            String type = in.string();
            in.expect(",\"code\":");
            String code = in.string();
            in.expect(",\"fields\":{");
            Map<String, String> fields = in.members(new TreeMap<>());
            in.expect("}");
            in.end();
            return new Stored(new FlatEvent(id, Instant.ofEpochMilli(time), type, code, fields), stored);
        } catch (IllegalArgumentException malformed) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "a stored event is not what was written: " + malformed.getMessage(),
                    malformed);
        }
    }
}
