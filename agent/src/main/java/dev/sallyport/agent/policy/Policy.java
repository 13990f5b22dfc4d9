package dev.sallyport.agent.policy;

import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.RoleSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What this host decides by, as auth signed it.
 *
 * @param revision of auth's store when it was made
 * @param issued when it was made, by auth's clock
 * @param freshUntil how long it counts for roles that are strict
 * @param labels of this host as auth knows them
 * @param roles all that can matter here, made ready for decisions
 * @param locks all that can hit somebody here
 */
record Policy(
        long revision,
        Instant issued,
        Instant freshUntil,
        Map<String, String> labels,
        RoleSet roles,
        List<Lock> locks) {

    Policy {
        labels = Map.copyOf(labels);
        locks = List.copyOf(locks);
    }

    boolean isNewerThan(Policy other) {
        return revision > other.revision || (revision == other.revision && issued.isAfter(other.issued));
    }
}
