package dev.sallyport.auth.scim;

import java.util.Map;

/**
 * What a provider asks.
 *
 * @param path below {@code /scim/v2}, such as {@code /corp/Users/ID}
 * @param query decoded
 * @param token of the header Authorization; empty where there is none
 * @param source ADDRESS:PORT
 */
public record ScimRequest(
        String method, String path, Map<String, String> query, String token, byte[] body, String source) {
    public ScimRequest {
        query = Map.copyOf(query);
    }

    String query(String name) {
        return query.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return "ScimRequest[" + method + " " + path + ", ***]";
    }
}
