package dev.sallyport.cli.document;

import com.google.protobuf.Message;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.GithubConnector;
import dev.sallyport.api.v1.JoinedProxy;
import dev.sallyport.api.v1.LdapConnector;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LoginRule;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.OidcConnector;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.SamlConnector;
import dev.sallyport.api.v1.Session;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of documents, and how each looks. */
public final class Kinds {

    /** Connectors of all kinds, when they are asked for together. */
    public static final String CONNECTOR = "connector";

    private static final Map<String, Shape> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "access_list",
                    sorted(AccessList.getDefaultInstance(), "name", "title", "owners", "roles", "review_days")),
            Map.entry("github", new Shape.AsIs(GithubConnector.getDefaultInstance())),
            Map.entry("ldap", new Shape.AsIs(LdapConnector.getDefaultInstance())),
            Map.entry("lock", sorted(Lock.getDefaultInstance(), "id", "target", "until", "message")),
            Map.entry("login_rule", new Shape.AsIs(LoginRule.getDefaultInstance())),
            Map.entry("node", sorted(Node.getDefaultInstance(), "name")),
            Map.entry("oidc", new Shape.AsIs(OidcConnector.getDefaultInstance())),
            Map.entry("proxy", sorted(JoinedProxy.getDefaultInstance(), "name")),
            Map.entry(
                    "request",
                    sorted(
                            AccessRequest.getDefaultInstance(),
                            "id",
                            "roles",
                            "nodes",
                            "reason",
                            "duration_seconds",
                            "start")),
            Map.entry("role", new Shape.AsIs(Role.getDefaultInstance())),
            Map.entry("saml", new Shape.AsIs(SamlConnector.getDefaultInstance())),
            Map.entry("session", sorted(Session.getDefaultInstance(), "id")),
            Map.entry("token", sorted(Token.getDefaultInstance(), "id", "type", "not_after")),
            Map.entry("user", sorted(User.getDefaultInstance(), "name", "roles", "traits"))));

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
        return Optional.of(plural).filter(kind -> kind.equals(CONNECTOR) || BY_NAME.containsKey(kind));
    }

    static Optional<Shape> shape(String kind) {
        return Optional.ofNullable(BY_NAME.get(kind));
    }

    private static Shape sorted(Message message, String name, String... spec) {
        return new Shape.Sorted(message, name, List.of(spec));
    }
}
