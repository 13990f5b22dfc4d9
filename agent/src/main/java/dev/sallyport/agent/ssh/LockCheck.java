package dev.sallyport.agent.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import java.util.List;
import java.util.Optional;

/** Whether a lock hits a connection that came in before there was one. */
final class LockCheck {

    private LockCheck() {}

    /** What the person is told; empty when the connection may go on. Looks only at locks that it did not look at before. */
    static Optional<String> on(Passage passage, Workshop workshop) {
        List<Lock> locks;
        try {
            locks = workshop.view().locks();
        } catch (Failure notKnown) {
            // Nobody comes in now; who came in goes on, as while auth is away.
            return Optional.empty();
        }
        if (!passage.isNew(locks)) {
            return Optional.empty();
        }
        Identity identity = passage.identity();
        Circumstances now = new Circumstances(
                workshop.clock().instant(), passage.certificate().notBefore(), locks);
        return now.lockOn(
                        identity,
                        workshop.view().self(),
                        new Action.Login(passage.certificate().login()))
                .or(() -> now.lockOn(passage.sessionIds()))
                .map(Lock::told);
    }
}
