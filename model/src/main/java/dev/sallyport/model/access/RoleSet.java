package dev.sallyport.model.access;

import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.model.role.Role;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Roles of one revision, made ready for decisions once: in the order of their names, and found by name. A decision looks
 * at those that somebody holds, and at no others. It remembers no answer.
 */
public final class RoleSet extends AbstractCollection<Role> {

    public static final RoleSet NONE = new RoleSet(List.of());

    private final List<Role> ordered;
    /** Where the roles of a name begin in {@link #ordered}. */
    private final Map<String, Integer> first;

    private RoleSet(Collection<Role> roles) {
        this.ordered = roles.stream().sorted(Comparator.comparing(Role::name)).toList();
        this.first = HashMap.newHashMap(ordered.size());
        for (int i = 0; i < ordered.size(); i++) {
            first.putIfAbsent(ordered.get(i).name(), i);
        }
    }

    /** Those themselves, where they are such a set. */
    public static RoleSet of(Collection<Role> roles) {
        return roles instanceof RoleSet ready ? ready : new RoleSet(roles);
    }

    /**
     * Those that this identity holds there, by name: whoever lists them in another order gets the same answer. The local
     * administrator's role is never a user's.
     */
    List<Role> heldBy(Identity identity, Resource resource) {
        BitSet held = new BitSet(ordered.size());
        mark(identity.roles(), held);
        for (Identity.Extra extra : identity.extras()) {
            if (extra.countsOn(resource)) {
                mark(extra.roles(), held);
            }
        }
        boolean local = identity.kind() == Identity.Kind.LOCAL_ADMIN;
        List<Role> roles = new ArrayList<>(held.cardinality());
        for (int i = held.nextSetBit(0); i >= 0; i = held.nextSetBit(i + 1)) {
            Role role = ordered.get(i);
            if (local || !role.name().equals(PresetRoles.LOCAL_ADMIN.name())) {
                roles.add(role);
            }
        }
        return roles;
    }

    private void mark(List<String> names, BitSet held) {
        for (String name : names) {
            Integer from = first.get(name);
            for (int i = from == null ? ordered.size() : from;
                    i < ordered.size() && ordered.get(i).name().equals(name);
                    i++) {
                held.set(i);
            }
        }
    }

    @Override
    public Iterator<Role> iterator() {
        return ordered.iterator();
    }

    @Override
    public int size() {
        return ordered.size();
    }
}
