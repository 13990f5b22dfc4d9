package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.web.StrictJson;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.util.List;

/** Which request is what: {@code /CONNECTOR/{Users,Groups}[/ID]}, and what a provider asks about SCIM itself. */
public final class ScimDesk {

    private static final int MOST_BYTES = 1 << 20;
    private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private final ConnectorBook connectors;
    private final ScimUsers users;
    private final ScimGroups groups;

    public ScimDesk(ConnectorBook connectors, ScimBook book) {
        this.connectors = connectors;
        this.users = new ScimUsers(book);
        this.groups = new ScimGroups(book);
    }

    /** Never throws: what goes wrong is an answer. */
    public ScimReply handle(ScimRequest request) {
        try {
            return answered(request);
        } catch (Failure e) {
            return ScimReply.of(e);
        } catch (RuntimeException e) {
            return ScimReply.of(Failure.of(FailureCode.INTERNAL, "auth could not do this; its log says more", e));
        }
    }

    private ScimReply answered(ScimRequest request) {
        List<String> parts = List.of(request.path().substring(1).split("/", -1));
        String connector = parts.getFirst();
        if (!connectors.opensScim(connector, request.token())) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED, "this token opens no SCIM here: 'sally sso scim CONNECTOR' makes one");
        }
        String kind = parts.size() < 2 ? "" : parts.get(1);
        String id = parts.size() < 3 ? "" : parts.get(2);
        EventSubject by = EventSubject.NONE.withSource(request.source());
        if (parts.size() > 3) {
            throw unknown(request);
        }
        return switch (kind) {
            case "Users" -> of(users, connector, id, request, by);
            case "Groups" -> of(groups, connector, id, request, by);
            case "ServiceProviderConfig" -> ScimReply.ok(config());
            case "ResourceTypes" -> ScimReply.ok(types());
            default -> throw unknown(request);
        };
    }

    private static ScimReply of(
            ScimResources resources, String connector, String id, ScimRequest request, EventSubject by) {
        if (id.isEmpty()) {
            return switch (request.method()) {
                case "GET" -> ScimReply.ok(list(resources, connector, request));
                case "POST" -> ScimReply.created(resources.create(connector, body(request), by));
                default -> throw unknown(request);
            };
        }
        return switch (request.method()) {
            case "GET" -> ScimReply.ok(resources.get(connector, id));
            case "PUT" -> ScimReply.ok(resources.replace(connector, id, body(request), by));
            case "PATCH" -> ScimReply.ok(resources.patch(connector, id, ScimPatch.read(body(request)), by));
            case "DELETE" -> {
                resources.remove(connector, id, by);
                yield ScimReply.none();
            }
            default -> throw unknown(request);
        };
    }

    private static ObjectNode list(ScimResources resources, String connector, ScimRequest request) {
        ScimPage page = ScimPage.of(request.query("startIndex"), request.query("count"));
        ScimResources.Found found = resources.list(connector, ScimFilter.parse(request.query("filter")), page);
        return listed(found.total(), page.start(), found.some());
    }

    private static ObjectNode listed(int total, int start, List<ObjectNode> some) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(LIST);
        body.put("totalResults", total);
        body.put("startIndex", start);
        body.put("itemsPerPage", some.size());
        ArrayNode resources = body.putArray("Resources");
        some.forEach(resources::add);
        return body;
    }

    private static ObjectNode body(ScimRequest request) {
        if (request.body().length > MOST_BYTES) {
            throw Failure.of(FailureCode.INVALID, "expected at most " + MOST_BYTES + " bytes");
        }
        try {
            JsonNode body = StrictJson.object(request.body());
            return (ObjectNode) body;
        } catch (IOException e) {
            throw Failure.of(FailureCode.INVALID, "expected a JSON object in which no name comes twice", e);
        }
    }

    /** RFC 7643, section 5. */
    private static ObjectNode config() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
        body.putObject("patch").put("supported", true);
        body.putObject("bulk").put("supported", false).put("maxOperations", 0).put("maxPayloadSize", 0);
        body.putObject("filter").put("supported", true).put("maxResults", ScimPage.MOST);
        body.putObject("changePassword").put("supported", false);
        body.putObject("sort").put("supported", false);
        body.putObject("etag").put("supported", false);
        body.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "Bearer token")
                .put("description", "Of one connector, made by 'sally sso scim'");
        return body;
    }

    private static ObjectNode types() {
        List<ObjectNode> types = List.of("User", "Group").stream()
                .map(name -> {
                    ObjectNode type = JsonNodeFactory.instance.objectNode();
                    type.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ResourceType");
                    type.put("id", name).put("name", name).put("endpoint", "/" + name + "s");
                    type.put("schema", "urn:ietf:params:scim:schemas:core:2.0:" + name);
                    return type;
                })
                .toList();
        return listed(types.size(), 1, types);
    }

    private static Failure unknown(ScimRequest request) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "there is nothing to " + request.method() + " here: expected /CONNECTOR/Users or /CONNECTOR/Groups");
    }
}
