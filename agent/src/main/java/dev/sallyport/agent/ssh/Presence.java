package dev.sallyport.agent.ssh;

import dev.sallyport.api.policy.PresenceSeal;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Whether somebody has just proved, to auth, that he is there. */
final class Presence {

    /** From auth's signature to the agent's look at it. */
    static final Duration FRESH = Duration.ofMinutes(2);

    private Presence() {}

    /**
     * A proof.
     *
     * @param at when it was made; never later than now
     * @param device id of the second factor that was shown
     */
    record Proved(Instant at, String device) {}

    /** Empty for whatever does not prove it: no statement, another's, another session's, an old one. */
    static Optional<Proved> proved(String text, String user, String session, Collection<PublicKey> keys, Instant now) {
        return PresenceSeal.read(text, keys)
                .filter(said -> said.user().equals(user) && said.session().equals(session))
                .filter(said -> !said.at().isAfter(now.plus(FRESH)) && said.at().isAfter(now.minus(FRESH)))
                .map(said -> new Proved(said.at().isAfter(now) ? now : said.at(), said.device()));
    }
}
