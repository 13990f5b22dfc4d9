package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.ScimUserRecord;
import dev.sallyport.auth.web.StrictJson;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The users that providers keep. */
final class ScimUsers implements ScimResources {

    static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";

    private static final int LONGEST = 1 << 15;

    /** Auth's own part of a resource. */
    private static final Set<String> OURS = Set.of("id", "meta", "groups", "schemas", "password");

    private final ScimBook book;

    ScimUsers(ScimBook book) {
        this.book = book;
    }

    @Override
    public Found list(String connector, ScimFilter filter, ScimPage page) {
        return Found.of(book.users().all(connector, _ -> true).stream().map(this::shown), filter, page);
    }

    @Override
    public ObjectNode get(String connector, String id) {
        return shown(book.requireUser(connector, id).value());
    }

    @Override
    public ObjectNode create(String connector, ObjectNode wanted, EventSubject by) {
        ScimUserRecord record = record(UUID.randomUUID().toString(), name(wanted), wanted, book.millis());
        return shown(book.create(connector, record, by));
    }

    @Override
    public ObjectNode replace(String connector, String id, ObjectNode wanted, EventSubject by) {
        ScimUserRecord old = book.requireUser(connector, id).value();
        if (!name(wanted).equals(old.getUser())) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "userName never changes here: " + old.getUser() + " is in certificates, roles and the trail. Remove"
                            + " the user and make another");
        }
        return shown(book.change(connector, record(id, old.getUser(), wanted, old.getCreatedMillis()), by));
    }

    @Override
    public ObjectNode patch(String connector, String id, ScimPatch patch, EventSubject by) {
        ObjectNode old = shown(book.requireUser(connector, id).value());
        return replace(connector, id, patch.applied(old), by);
    }

    @Override
    public void remove(String connector, String id, EventSubject by) {
        book.remove(connector, id, by);
    }

    private static String name(ObjectNode wanted) {
        String name = attribute(wanted, "userName").asText("").toLowerCase(Locale.ROOT);
        return Names.user(name);
    }

    private ScimUserRecord record(String id, String name, ObjectNode wanted, long created) {
        ObjectNode kept = wanted.deepCopy();
        OURS.forEach(kept::remove);
        String text = kept.toString();
        if (text.length() > LONGEST) {
            throw Failure.of(
                    FailureCode.INVALID, "a user of " + text.length() + " characters: expected at most " + LONGEST);
        }
        return ScimUserRecord.newBuilder()
                .setId(id)
                .setUser(name)
                .setExternalId(Names.text(attribute(wanted, "externalId").asText(""), "externalId"))
                .setActive(active(attribute(wanted, "active")))
                .setResource(text)
                .setCreatedMillis(created)
                .setChangedMillis(book.millis())
                .build();
    }

    /** Some providers write it as a text; what is neither is no yes. */
    private static boolean active(JsonNode value) {
        return value.isMissingNode() || value.asText().equalsIgnoreCase("true");
    }

    private static JsonNode attribute(ObjectNode resource, String name) {
        return resource.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(resource.path("\0"));
    }

    private ObjectNode shown(ScimUserRecord record) {
        ObjectNode shown = read(record);
        shown.putArray("schemas").add(SCHEMA);
        shown.put("id", record.getId());
        shown.put("active", record.getActive());
        ScimBook.meta(shown, "User", record.getCreatedMillis(), record.getChangedMillis());
        return shown;
    }

    static ObjectNode read(ScimUserRecord record) {
        try {
            return (ObjectNode) StrictJson.object(record.getResource().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored user " + record.getUser() + " cannot be read", e);
        }
    }
}
