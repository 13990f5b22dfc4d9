package dev.sallyport.cli.document;

import com.google.protobuf.Message;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.JoinedProxy;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.Session;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of documents, and how each looks. */
public final class Kinds {

    private static final Map<String, Shape> BY_NAME = new TreeMap<>(Map.of(
            "access_list",
            sorted(AccessList.getDefaultInstance(), "name", "title", "owners", "roles", "review_days"),
            "lock",
            sorted(Lock.getDefaultInstance(), "id", "target", "until", "message"),
            "node",
            sorted(Node.getDefaultInstance(), "name"),
            "proxy",
            sorted(JoinedProxy.getDefaultInstance(), "name"),
            "request",
            sorted(AccessRequest.getDefaultInstance(), "id", "roles", "nodes", "reason", "duration_seconds", "start"),
            "role",
            new Shape.AsIs(Role.getDefaultInstance()),
            "session",
            sorted(Session.getDefaultInstance(), "id"),
            "token",
            sorted(Token.getDefaultInstance(), "id", "type", "not_after"),
            "user",
            sorted(User.getDefaultInstance(), "name", "roles", "traits")));

    private static final Map<String, String> PLURALS = Map.of(
            "proxies", "proxy",
            // As its own commands call it.
            "list", "access_list",
            "lists", "access_list");

    private Kinds() {}

    /** All names. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The kind that a person means: {@code roles} is {@code role}. */
    public static Optional<String> named(String word) {
        String plural = PLURALS.getOrDefault(word, word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
        return Optional.of(plural).filter(BY_NAME::containsKey);
    }

    static Optional<Shape> shape(String kind) {
        return Optional.ofNullable(BY_NAME.get(kind));
    }

    private static Shape sorted(Message message, String name, String... spec) {
        return new Shape.Sorted(message, name, List.of(spec));
    }
}
