package dev.sallyport.model.access;

import dev.sallyport.model.role.Role;
import java.util.Optional;

/** What single roles say of one wish. */
interface Judge {

    /** Why this role closes it, if it does. */
    Optional<Finding> denies(Role role);

    /** That this role allows it, or what it would have to say more. */
    Finding allows(Role role);
}
