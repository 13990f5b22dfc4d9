package dev.sallyport.auth.sso.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.auth.web.StrictJson;
import java.io.IOException;

/** JSON that a provider answered with status 200. */
public final class ProviderJson {

    private ProviderJson() {}

    /** What must be an object. */
    public static JsonNode object(String who, String what, ProviderHttp.Reply reply) {
        requireGood(who, what, reply);
        try {
            return StrictJson.object(reply.body());
        } catch (IOException e) {
            throw ProviderRefusals.garbage(who, "answered no JSON object for its " + what);
        }
    }

    /** What must be a list. */
    public static JsonNode list(String who, String what, ProviderHttp.Reply reply) {
        requireGood(who, what, reply);
        try {
            return StrictJson.list(reply.body());
        } catch (IOException e) {
            throw ProviderRefusals.garbage(who, "answered no JSON list for its " + what);
        }
    }

    private static void requireGood(String who, String what, ProviderHttp.Reply reply) {
        if (!reply.isGood()) {
            throw ProviderRefusals.garbage(who, "answered " + reply.status() + " for its " + what);
        }
    }
}
