package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.auth.web.Statuses;
import dev.sallyport.model.Failure;

/**
 * What is answered.
 *
 * @param body JSON; empty for none
 */
public record ScimReply(int status, String body) {

    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    static ScimReply ok(ObjectNode body) {
        return new ScimReply(200, body.toString());
    }

    static ScimReply created(ObjectNode body) {
        return new ScimReply(201, body.toString());
    }

    static ScimReply none() {
        return new ScimReply(204, "");
    }

    /** RFC 7644, section 3.12. */
    public static ScimReply of(Failure failure) {
        int status = Statuses.of(failure.code());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add(ERROR);
        body.put("status", String.valueOf(status));
        body.put("detail", failure.text());
        if (status == Statuses.CONFLICT) {
            body.put("scimType", "uniqueness");
        }
        return new ScimReply(status, body.toString());
    }
}
