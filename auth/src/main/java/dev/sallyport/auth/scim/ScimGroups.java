package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.ScimGroupRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The groups that providers keep: a group's display name is a value of the claim {@code groups} of its members. */
final class ScimGroups implements ScimResources {

    private static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final int MOST_MEMBERS = 5_000;

    private final ScimBook book;

    ScimGroups(ScimBook book) {
        this.book = book;
    }

    @Override
    public Found list(String connector, ScimFilter filter, ScimPage page) {
        return Found.of(book.groups().all(connector, _ -> true).stream().map(this::shown), filter, page);
    }

    @Override
    public ObjectNode get(String connector, String id) {
        return shown(book.requireGroup(connector, id).value());
    }

    @Override
    public ObjectNode create(String connector, ObjectNode wanted, EventSubject by) {
        ScimGroupRecord record = record(connector, UUID.randomUUID().toString(), wanted, book.millis());
        return shown(book.write(connector, record, true, by));
    }

    @Override
    public ObjectNode replace(String connector, String id, ObjectNode wanted, EventSubject by) {
        long created = book.requireGroup(connector, id).value().getCreatedMillis();
        return shown(book.write(connector, record(connector, id, wanted, created), false, by));
    }

    @Override
    public ObjectNode patch(String connector, String id, ScimPatch patch, EventSubject by) {
        return replace(connector, id, patch.applied(get(connector, id)), by);
    }

    @Override
    public void remove(String connector, String id, EventSubject by) {
        book.removeGroup(connector, id, by);
    }

    private ScimGroupRecord record(String connector, String id, ObjectNode wanted, long created) {
        String name = Names.text(wanted.path("displayName").asText(""), "displayName");
        if (name.isBlank()) {
            throw Failure.of(FailureCode.INVALID, "displayName: missing");
        }
        Set<String> members = new LinkedHashSet<>();
        for (JsonNode member : wanted.path("members")) {
            members.add(member.path("value").asText());
        }
        Names.bounded("members", members.size(), MOST_MEMBERS);
        members.forEach(member -> book.requireUser(connector, member));
        return ScimGroupRecord.newBuilder()
                .setId(id)
                .setName(name)
                .setExternalId(Names.text(wanted.path("externalId").asText(""), "externalId"))
                .addAllMembers(members)
                .setCreatedMillis(created)
                .setChangedMillis(book.millis())
                .build();
    }

    private ObjectNode shown(ScimGroupRecord record) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.putArray("schemas").add(SCHEMA);
        shown.put("id", record.getId());
        shown.put("displayName", record.getName());
        if (!record.getExternalId().isEmpty()) {
            shown.put("externalId", record.getExternalId());
        }
        ArrayNode members = shown.putArray("members");
        record.getMembersList().forEach(member -> members.addObject().put("value", member));
        ScimBook.meta(shown, "Group", record.getCreatedMillis(), record.getChangedMillis());
        return shown;
    }
}
