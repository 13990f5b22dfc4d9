package dev.sallyport.model.access;

import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.Role;
import java.util.Map;

/**
 * What of a cluster's policy a node must know to decide who comes in. Whoever comes, and whatever roles they hold: a decision
 * with all roles is the same as one with those that matter.
 */
public final class NodeScope {

    private NodeScope() {}

    /**
     * Whether this role can change a decision on a node with these labels, for anybody. Templates may come to any text, and
     * expressions to yes; times are left out, for they pass.
     */
    public static boolean matters(Role role, Map<String, String> labels) {
        return closesSomething(role.deny()) || mayOpen(role.allow(), labels) || mayJoin(role.allow(), labels);
    }

    /** Denials are few, and to leave one out would open something: they go to every node. */
    private static boolean closesSomething(Conditions deny) {
        return deny.namesNodes()
                || !deny.logins().isEmpty()
                || !deny.commands().isEmpty()
                || !deny.times().isEmpty()
                || !deny.shared().join().isEmpty();
    }

    private static boolean mayJoin(Conditions allow, Map<String, String> labels) {
        return !allow.shared().join().isEmpty()
                && (allow.nodeLabels().isEmpty() || allow.nodeLabels().mayMatch(labels));
    }

    private static boolean mayOpen(Conditions allow, Map<String, String> labels) {
        return allow.namesNodes()
                && !allow.logins().isEmpty()
                && (allow.nodeLabels().isEmpty() || allow.nodeLabels().mayMatch(labels));
    }

    /** Whether this lock can stand in the way of anybody on this node. */
    public static boolean mayHit(Lock lock, Resource.Node node) {
        return switch (lock.target()) {
            case Lock.Target.Node(String locked) -> locked.equals(node.id()) || locked.equals(node.name());
            case Lock.Target.Agent(String id) -> id.equals(node.id());
            case Lock.Target.Token(String _, String machine) -> machine.equals(node.id());
            case Lock.Target.User _,
                    Lock.Target.Login _,
                    Lock.Target.Certificates _,
                    Lock.Target.Role _,
                    Lock.Target.Request _,
                    Lock.Target.MfaDevice _,
                    Lock.Target.Session _ -> true;
        };
    }
}
