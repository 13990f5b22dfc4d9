package dev.sallyport.auth.roles;

import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Verb;

/** What whoever asks for a change may do: asked at the change itself, so that it is decided by what is there then. */
public interface Permission {

    /** @throws dev.sallyport.model.Failure DENIED where the caller may not do this with it */
    void require(Verb verb, Resource.Thing thing);

    /** Whether the caller may write every role, not only some. */
    boolean coversAllRoles();
}
