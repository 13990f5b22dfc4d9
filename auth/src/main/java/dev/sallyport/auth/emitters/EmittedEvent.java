package dev.sallyport.auth.emitters;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.PersonalField;
import dev.sallyport.audit.event.Severity;
import dev.sallyport.auth.personal.PersonalFields;
import dev.sallyport.auth.personal.SubjectKeys;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An event as a service sent it.
 *
 * @param id UUIDv7 of the service's own
 * @param code letters in upper case and digits; empty where it has none
 * @param fields in the clear
 * @param subject whom the personal fields are about; empty where there are none
 * @param personal fields that are sealed
 */
record EmittedEvent(
        UUID id,
        Instant time,
        String type,
        String code,
        Severity severity,
        Map<String, String> fields,
        String subject,
        Map<String, String> personal) {

    /** First word of all types of emitters; nothing of Sallyport's own begins so. */
    static final String NAMESPACE = "ext";

    static final String CODES = "EXT";

    static final int MOST_FIELDS = 32;

    /** Of names and values together, characters: with each of them escaped it still fits into an entry of the log. */
    static final int LONGEST = 9_500;

    static final int MOST_PERSONAL = 16;

    /** Of all personal values together, bytes of UTF-8. */
    static final int LONGEST_PERSONAL = 2_000;

    /** Those that auth puts in. */
    static final Set<String> OWN_FIELDS = Set.of("emitter", "event_id", "subject");

    static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{0,12}");
    private static final int TIME_ORDERED = 7;
    private static final int UUID_MILLIS_BITS = 16;

    EmittedEvent {
        require(id.version() == TIME_ORDERED && id.variant() == 2, "its id is not a UUIDv7");
        require(
                type.length() <= Emitter.LONGEST_TYPE
                        && Emitter.TYPE.matcher(type).matches(),
                "its type is not 1 to " + Emitter.LONGEST_TYPE + " letters in lower case, digits and . _ -");
        require(CODE.matcher(code).matches(), "its code is not at most 12 letters in upper case and digits");
        require(fields.size() <= MOST_FIELDS, "it has more than " + MOST_FIELDS + " fields");
        int length = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            requireField(field.getKey());
            require(
                    field.getValue().length() <= FlatEvent.MAX_VALUE,
                    "a field has more than " + FlatEvent.MAX_VALUE + " characters");
            require(!PersonalField.isSealed(field.getValue()), "a field begins with " + PersonalField.PREFIX);
            length += field.getKey().length() + field.getValue().length();
        }
        require(length <= LONGEST, "its fields have more than " + LONGEST + " characters");
        requirePersonal(subject, fields, personal);
        fields = Map.copyOf(fields);
        personal = Map.copyOf(personal);
    }

    private static void requirePersonal(String subject, Map<String, String> fields, Map<String, String> personal) {
        require(
                subject.isEmpty()
                        ? personal.isEmpty()
                        : SubjectKeys.SUBJECT.matcher(subject).matches(),
                "its subject is not 1 to 100 letters, digits and . _ : @ -");
        require(personal.size() <= MOST_PERSONAL, "it has more than " + MOST_PERSONAL + " personal fields");
        int bytes = 0;
        for (Map.Entry<String, String> field : personal.entrySet()) {
            requireField(field.getKey());
            require(!fields.containsKey(field.getKey()), "a field is there twice, also as a personal one");
            bytes += field.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        require(bytes <= LONGEST_PERSONAL, "its personal fields have more than " + LONGEST_PERSONAL + " bytes");
    }

    static void requireField(String name) {
        require(
                FIELD.matcher(name).matches() && !OWN_FIELDS.contains(name),
                "a field's name is not 1 to 40 letters in lower case, digits and _, beginning with a letter, and none of "
                        + "emitter, event_id, subject");
    }

    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> UUID_MILLIS_BITS);
    }

    /** As it is stored for this emitter. */
    FlatEvent stored(String emitter, PersonalFields sealing, SubjectKeys.Making keys) {
        Map<String, String> all = new TreeMap<>(fields);
        all.putAll(sealing.sealed(storedId(emitter), timeOf(id), subject, personal, keys));
        if (!subject.isEmpty()) {
            all.put(PersonalFields.SUBJECT, subject);
        }
        all.put("emitter", emitter);
        all.put("event_id", id.toString());
        String letter = severity.name().substring(0, 1);
        String number = code.isEmpty() ? CODES + "-" + letter : CODES + "-" + code + letter;
        return new FlatEvent(storedId(emitter), time, NAMESPACE + "." + emitter + "." + type, number, all);
    }

    /** The time of its own id, and a hash of whose it is: the same event has the same one, and no other emitter's has. */
    String storedId(String emitter) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(emitter.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(id.toString().getBytes(StandardCharsets.UTF_8));
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            long time = id.getMostSignificantBits() & ~0xffffL;
            long most = time | 0x7000L | (hash.getShort() & 0x0fffL);
            long least = hash.getLong() >>> 2 | 0x8000_0000_0000_0000L;
            return new UUID(most, least).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw Failure.of(FailureCode.INVALID, what);
        }
    }
}
