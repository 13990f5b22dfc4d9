package dev.sallyport.auth.people;

import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.audit.event.EventSubject;

/** Whether somebody who has a certificate shows a second factor now. */
public interface PresenceCheck {

    /**
     * Returns if he does; what he showed is good for nothing more then.
     *
     * @throws dev.sallyport.model.Failure UNAUTHENTICATED where it is wrong, used before, or missing
     */
    void require(String user, ProvePresenceRequest shown, EventSubject subject);
}
