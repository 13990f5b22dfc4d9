package dev.sallyport.model.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
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

        /** Everything that whoever holds this role does, by whichever role. */
        record Role(String name) implements Target {}

        /** A machine: sessions on it, and what it asks of the cluster itself. */
        record Agent(String id) implements Target {}

        /**
         * A join token and the machine that joined with it.
         *
         * @param id public part of the token
         * @param machine id; empty where none joined with it
         */
        record Token(String id, String machine) implements Target {}

        /** One running SSH session, with the connection that it is in. */
        record Session(String id) implements Target {}

        /** What is done with certificates into which this access request went. */
        record Request(String id) implements Target {}

        /** What is done with certificates that were got by this second factor. */
        record MfaDevice(String id) implements Target {}
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
        return switch (identity.kind()) {
            case USER -> hitsPerson(identity, validFrom);
            case NODE, PROXY -> hitsMachine(identity.user());
            case LOCAL_ADMIN, AUTH -> false;
        };
    }

    private boolean hitsPerson(Identity identity, Instant validFrom) {
        return switch (target) {
            case Target.User(String name) -> identity.user().equals(name);
            case Target.Certificates(String user, Instant before) ->
                identity.user().equals(user) && validFrom.isBefore(before);
            case Target.Role(String role) -> identity.allRoles().contains(role);
            case Target.Request(String id) ->
                identity.extras().stream().anyMatch(extra -> extra.request().equals(id));
            case Target.MfaDevice(String id) -> identity.devices().contains(id);
            case Target.Login _, Target.Node _, Target.Agent _, Target.Token _, Target.Session _ -> false;
        };
    }

    private boolean hitsMachine(String machine) {
        return switch (target) {
            case Target.Agent(String id) -> id.equals(machine);
            case Target.Token(String _, String joined) -> joined.equals(machine);
            case Target.User _,
                    Target.Certificates _,
                    Target.Role _,
                    Target.Request _,
                    Target.MfaDevice _,
                    Target.Login _,
                    Target.Node _,
                    Target.Session _ -> false;
        };
    }

    /** Whether it hits whoever does this with this resource, whoever it is. */
    public boolean hits(Resource resource, Action action) {
        return switch (resource) {
            case Resource.Node node -> action instanceof Action.Login(String login) && hits(node, login);
            case Resource.LiveSession session -> hits(session.node(), session.login()) || hits(List.of(session.id()));
            case Resource.Thing _, Resource.AnyOf _, Resource.AllOf _ -> false;
        };
    }

    private boolean hits(Resource.Node node, String login) {
        return switch (target) {
            case Target.Login(String locked) -> login.equals(locked);
            case Target.Node(String locked) ->
                node.id().equals(locked) || node.name().equals(locked);
            case Target.Agent _, Target.Token _ -> hitsMachine(node.id());
            case Target.User _,
                    Target.Certificates _,
                    Target.Role _,
                    Target.Request _,
                    Target.MfaDevice _,
                    Target.Session _ -> false;
        };
    }

    /** Whether it hits whoever proves something with this second factor. */
    public boolean hitsDevice(String device) {
        return target instanceof Target.MfaDevice(String id) && id.equals(device);
    }

    /** Whether it hits a connection in which sessions with these ids run. */
    public boolean hits(Collection<String> sessions) {
        return target instanceof Target.Session(String id) && sessions.contains(id);
    }

    /** What whoever runs into it is told: what is locked, until when, and the message. */
    public String told() {
        String what = switch (target) {
            case Target.User(String name) -> "user " + name + " is locked";
            case Target.Login(String login) -> "login " + login + " is locked";
            case Target.Node(String node) -> "node " + node + " is locked";
            case Target.Certificates(String user, Instant _) ->
                "this login of " + user + " was revoked: log in again ('sally login')";
            case Target.Role(String role) -> "role " + role + ", which you hold, is locked";
            case Target.Agent(String id) -> "machine " + id + " is locked";
            case Target.Token(String id, String _) -> "whatever joined with token " + id + " is locked";
            case Target.Session(String id) -> "session " + id + " is locked";
            case Target.Request(String id) ->
                "access request " + id + " is locked or was dropped: log in again without it";
            case Target.MfaDevice(String id) -> "the second factor " + id + ", which this login came from, is locked";
        };
        String end = target instanceof Target.Certificates
                ? ""
                : until.map(at -> " until " + at).orElse("");
        return what + end + (message.isEmpty() ? "" : ": " + message);
    }
}
