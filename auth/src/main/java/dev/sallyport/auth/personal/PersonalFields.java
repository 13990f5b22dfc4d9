package dev.sallyport.auth.personal;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.PersonalField;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Seals fields before they are stored, and opens them for a reader. */
public final class PersonalFields {

    /** The field that names whom they are about. */
    public static final String SUBJECT = "subject";

    private final SubjectKeys keys;
    private final SecureRandom random;

    public PersonalFields(SubjectKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** Fields as they are stored in the event of this id; of a subject that was shredded since, nothing is kept. */
    public Map<String, String> sealed(
            String event, Instant happened, String subject, Map<String, String> fields, SubjectKeys.Making making) {
        Map<String, String> sealed = new TreeMap<>();
        if (!fields.isEmpty()) {
            Optional<SubjectKey> key = making.of(subject, happened);
            fields.forEach((name, value) -> sealed.put(
                    name,
                    key.map(there -> there.seal(place(event, name), value, random))
                            .orElse(PersonalField.PREFIX)));
        }
        return sealed;
    }

    /** Events as a reader sees them. */
    public List<FlatEvent> shown(List<FlatEvent> events) {
        SubjectKeys.Opening opening = keys.opening();
        return events.stream().map(event -> shown(event, opening)).toList();
    }

    private static FlatEvent shown(FlatEvent event, SubjectKeys.Opening opening) {
        if (event.fields().values().stream().noneMatch(PersonalField::isSealed)) {
            return event;
        }
        Optional<SubjectKey> key = opening.of(event.field(SUBJECT));
        Map<String, String> fields = new TreeMap<>(event.fields());
        fields.replaceAll((name, value) -> PersonalField.isSealed(value)
                ? key.flatMap(there -> there.open(place(event.id(), name), value))
                        .orElse(PersonalField.SHREDDED)
                : value);
        return new FlatEvent(event.id(), event.time(), event.type(), event.code(), fields);
    }

    private static String place(String event, String field) {
        return event + "/" + field;
    }
}
