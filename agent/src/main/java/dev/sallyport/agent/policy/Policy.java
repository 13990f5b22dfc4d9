package dev.sallyport.agent.policy;

import dev.sallyport.model.access.Lock;
import dev.sallyport.model.role.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What this host decides by, as auth signed it.
 *
 * @param revision of auth's store when it was made
 * @param issued when it was made, by auth's clock
 * @param freshUntil how long it counts for roles that are strict
 * @param labels of this host as auth knows them
 * @param roles by name, all that can matter here
 * @param locks all that can hit somebody here
 */
record Policy(
        long revision,
        Instant issued,
        Instant freshUntil,
        Map<String, String> labels,
        Map<String, Role> roles,
        List<Lock> locks) {

    Policy {
        labels = Map.copyOf(labels);
        roles = Map.copyOf(roles);
        locks = List.copyOf(locks);
    }

    boolean isNewerThan(Policy other) {
        return revision > other.revision || (revision == other.revision && issued.isAfter(other.issued));
    }

    List<Role> named(Collection<String> names) {
        return names.stream()
                .distinct()
                .map(roles::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
