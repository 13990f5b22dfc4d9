package dev.sallyport.agent.policy;

import dev.sallyport.model.role.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** Who knows the roles: auth. */
@FunctionalInterface
public interface RoleSource {

    /**
     * The roles of these names; those that do not exist are left out.
     *
     * @throws dev.sallyport.model.Failure when there is no answer within the limit, or the answer is no
     */
    Collection<Role> fetch(Set<String> names, Duration limit);
}
