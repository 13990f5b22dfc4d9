package dev.sallyport.api.http;

/**
 * Where a method answers as JSON.
 *
 * @param method full name, {@code sallyport.v1.UserService.GetUser}
 * @param verb of HTTP
 * @param template of the path; parts in braces are fields of the request, and so are query parameters of a request without a
 *     body (google.api.http)
 * @param body whether all other fields are in a JSON body
 */
public record HttpPath(String method, Verb verb, String template, boolean body) {

    /** The verbs that the API uses. */
    public enum Verb {
        GET,
        PUT,
        POST,
        DELETE
    }
}
