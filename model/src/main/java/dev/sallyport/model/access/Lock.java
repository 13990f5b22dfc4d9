package dev.sallyport.model.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A stop that takes effect now, whatever roles say: what it hits is refused, and what of it runs is cut.
 *
 * @param id names it, for lists and for taking it away
 * @param target what it hits
 * @param created when it was made
 * @param until its end; empty: until somebody takes it away
 * @param message for whoever runs into it; may be empty
 */
public record Lock(String id, Target target, Instant created, Optional<Instant> until, String message) {

    /** What a lock hits. */
    public sealed interface Target {

        /** Everything that this person does. */
        record User(String name) implements Target {}

        /** Sessions as this Unix user, on every node. */
        record Login(String login) implements Target {}

        /** Sessions on this node, by name or by id. */
        record Node(String node) implements Target {}

        /** What this person does with a certificate that is valid from before this moment: a later login is free. */
        record Certificates(String user, Instant validFromBefore) implements Target {}
    }

    /** Whether it has not ended. */
    public boolean inForce(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }

    /**
     * Whether it hits whoever this is, whatever they do. The local administrator is never hit: somebody must be able to take
     * a lock away.
     *
     * @param validFrom when the holder's certificate begins
     */
    public boolean hits(Identity identity, Instant validFrom) {
        if (identity.kind() != Identity.Kind.USER) {
            return false;
        }
        return switch (target) {
            case Target.User(String name) -> identity.user().equals(name);
            case Target.Certificates(String user, Instant before) ->
                identity.user().equals(user) && validFrom.isBefore(before);
            case Target.Login _, Target.Node _ -> false;
        };
    }

    /** Whether it hits whoever does this with this resource, whoever it is. */
    public boolean hits(Resource resource, Action action) {
        return switch (target) {
            case Target.Login(String locked) -> action instanceof Action.Login(String login) && login.equals(locked);
            case Target.Node(String locked) ->
                action instanceof Action.Login
                        && resource instanceof Resource.Node node
                        && (node.id().equals(locked) || node.name().equals(locked));
            case Target.User _, Target.Certificates _ -> false;
        };
    }

    /** What whoever runs into it is told: what is locked, until when, and the message. */
    public String told() {
        String what = switch (target) {
            case Target.User(String name) -> "user " + name + " is locked";
            case Target.Login(String login) -> "login " + login + " is locked";
            case Target.Node(String node) -> "node " + node + " is locked";
            case Target.Certificates(String user, Instant _) ->
                "this login of " + user + " was revoked: log in again ('sally login')";
        };
        String end = target instanceof Target.Certificates
                ? ""
                : until.map(at -> " until " + at).orElse("");
        return what + end + (message.isEmpty() ? "" : ": " + message);
    }
}
