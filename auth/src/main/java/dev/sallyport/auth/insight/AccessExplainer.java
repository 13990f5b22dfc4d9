package dev.sallyport.auth.insight;

import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.NodeEntry;
import dev.sallyport.auth.machines.NodeIndex;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes the decision that a door would take, for whoever asks why. */
public final class AccessExplainer {

    private static final String NODE = "node/";
    private static final String SESSION = "session/";
    private static final int MOST_OF_A_NAME = 2;

    private final UserBook users;
    private final RoleBook roles;
    private final NodeIndex nodes;
    private final LockBook locks;
    private final ListBook lists;
    private final Function<String, Optional<Resource.LiveSession>> running;

    /** @param running sessions, by id */
    public AccessExplainer(
            UserBook users,
            RoleBook roles,
            NodeIndex nodes,
            LockBook locks,
            ListBook lists,
            Function<String, Optional<Resource.LiveSession>> running) {
        this.running = running;
        this.lists = lists;
        this.users = users;
        this.roles = roles;
        this.nodes = nodes;
        this.locks = locks;
    }

    /**
     * Decides for a user as he is in the cluster now.
     *
     * @param onlySeen whether a node that the user does not see counts as not there
     * @throws Failure NOT_FOUND for a user or node that is not there, INVALID for what cannot be asked
     */
    public Decision explain(String user, String resource, String action, Instant at, boolean onlySeen) {
        Identity identity = identity(user);
        List<Role> known = roles.known(identity.roles());
        // As with a certificate of a login at that time: what was revoked before does not count.
        Circumstances when = new Circumstances(at, Instant.MAX, locks.inForce());
        Action wanted = Wish.action(action);
        if (wanted instanceof Action.Join) {
            return AccessDecision.decide(identity, live(resource), wanted, when, known);
        }
        if (!resource.startsWith(NODE)) {
            return AccessDecision.decide(identity, thing(resource), wanted, when, known);
        }
        Resource.Node node = node(resource.substring(NODE.length()));
        boolean seen = AccessDecision.decide(identity, node, new Action.See(), new Circumstances(at), known)
                instanceof Decision.Allow;
        if (onlySeen && !seen) {
            throw missing(node.name());
        }
        return AccessDecision.decide(identity, node, wanted, when, known);
    }

    private Resource.LiveSession live(String resource) {
        String id = resource.startsWith(SESSION) ? resource.substring(SESSION.length()) : "";
        return running.apply(id)
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "no session '" + resource + "' runs with a terminal: expected session/ID, as 'sally sessions ls"
                                + " --active' shows them"));
    }

    private Identity identity(String user) {
        Person person = users.find(user)
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is no user '" + user + "': 'sally users ls' shows those there are"));
        List<String> held = lists.grant(person.name()).with(person.roles());
        return new Identity(person.name(), Identity.Kind.USER, held, person.traits());
    }

    private Resource thing(String resource) {
        int slash = resource.indexOf('/');
        String name = slash < 0 ? "" : resource.substring(slash + 1);
        Kind kind = Kind.named(slash < 0 ? resource : resource.substring(0, slash))
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID, "resource '" + resource + "': expected node/NAME, or KIND/NAME"));
        if (name.isEmpty()) {
            return new Resource.AllOf(kind);
        }
        Map<String, String> labels = kind == Kind.ROLE
                ? roles.find(name)
                        .map(role -> role.getMetadata().getLabelsMap())
                        .orElse(Map.of())
                : Map.of();
        return Resource.Thing.of(kind, name, labels);
    }

    private Resource.Node node(String name) {
        NodeEntry byId = nodes.find(name);
        if (byId != null) {
            return byId.node();
        }
        List<NodeEntry> named =
                nodes.page(Map.of(), entry -> entry.node().name().equals(name), "", MOST_OF_A_NAME);
        if (named.size() > 1) {
            throw Failure.of(FailureCode.INVALID, "several nodes are called " + name + ": expected node/ID");
        }
        return named.stream().findFirst().orElseThrow(() -> missing(name)).node();
    }

    private static Failure missing(String name) {
        return Failure.of(FailureCode.NOT_FOUND, "there is no node '" + name + "': 'sally ls' shows those there are");
    }
}
