package dev.sallyport.auditsdk;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Something that happened. It becomes {@code ext.EMITTER.TYPE} in the log. Each method gives another event; what is out of
 * bounds is an {@link IllegalArgumentException} here, so that the outbox never holds what auth would refuse.
 *
 * @param type {@code order.placed}: at most 39 letters in lower case, digits and . _ -
 * @param code of the service's own, at most 12 letters in upper case and digits; empty for none
 * @param fields in the clear: at most 32, names of at most 40 letters in lower case, digits and _, values of at most 4,096
 *     characters, 9,500 characters in all
 * @param subject whom the personal fields are about: a pseudonym of at most 100 letters, digits and . _ : @ -; empty where there are none
 * @param personal fields that can be shredded later: at most 16, 2,000 bytes of UTF-8 in all
 */
public record Event(
        String type,
        String code,
        Severity severity,
        Map<String, String> fields,
        String subject,
        Map<String, String> personal) {

    private static final int LONGEST_TYPE = 39;
    private static final int MOST_FIELDS = 32;
    private static final int LONGEST_VALUE = 4_096;
    private static final int LONGEST = 9_500;
    private static final int MOST_PERSONAL = 16;
    private static final int LONGEST_PERSONAL = 2_000;
    private static final String SEALED = "personal:v1:";
    private static final Pattern TYPE = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{0,12}");
    private static final Pattern NAME = Pattern.compile("(?!(emitter|event_id|subject)$)[a-z][a-z0-9_]{0,39}");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}");

    public Event {
        require(type.length() <= LONGEST_TYPE && TYPE.matcher(type).matches(), "a type like order.placed");
        require(CODE.matcher(code).matches(), "a code of at most 12 letters in upper case and digits");
        requireFields(fields);
        require(subject.isEmpty() || SUBJECT.matcher(subject).matches(), "a subject like customer-17");
        requirePersonal(personal);
        require(personal.isEmpty() || !subject.isEmpty(), "a subject where there are personal fields");
        require(Collections.disjoint(fields.keySet(), personal.keySet()), "a field in the clear or personal, not both");
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        personal = Collections.unmodifiableMap(new TreeMap<>(personal));
    }

    private static void requireFields(Map<String, String> fields) {
        require(fields.size() <= MOST_FIELDS, "at most 32 fields");
        int length = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            requireName(field.getKey());
            require(field.getValue().length() <= LONGEST_VALUE, "values of at most 4096 characters");
            require(!field.getValue().startsWith(SEALED), "values that do not begin with " + SEALED);
            length += field.getKey().length() + field.getValue().length();
        }
        require(length <= LONGEST, "fields of at most 9500 characters in all");
    }

    private static void requirePersonal(Map<String, String> personal) {
        require(personal.size() <= MOST_PERSONAL, "at most 16 personal fields");
        personal.keySet().forEach(Event::requireName);
        int bytes = personal.values().stream()
                .mapToInt(value -> value.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        require(bytes <= LONGEST_PERSONAL, "personal fields of at most 2000 bytes in all");
    }

    private static void requireName(String name) {
        require(NAME.matcher(name).matches(), "a field's name like order_id, and none that auth gives");
    }

    /** One of this type, without fields. */
    public static Event of(String type) {
        return new Event(type, "", Severity.INFO, Map.of(), "", Map.of());
    }

    /** The same with a code of the service's own. */
    public Event withCode(String value) {
        return new Event(type, value, severity, fields, subject, personal);
    }

    /** The same with another severity; {@code INFO} unless given. */
    public Event withSeverity(Severity value) {
        return new Event(type, code, value, fields, subject, personal);
    }

    /** The same with one more field. {@code user} and {@code source} are what {@code sally audit ls} looks for. */
    public Event with(String name, String value) {
        return new Event(type, code, severity, more(fields, name, value), subject, personal);
    }

    /** The same about somebody, by a pseudonym: {@code sally audit shred} takes it, and it stays in the log. */
    public Event about(String value) {
        return new Event(type, code, severity, fields, value, personal);
    }

    /** The same with one more field that is personal, after {@link #about}. */
    public Event withPersonal(String name, String value) {
        return new Event(type, code, severity, fields, subject, more(personal, name, value));
    }

    private static Map<String, String> more(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("audit event: expected " + expected);
        }
    }
}
