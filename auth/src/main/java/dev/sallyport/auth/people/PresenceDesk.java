package dev.sallyport.auth.people;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.PresenceStatement;
import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.api.v1.SignedPresence;
import dev.sallyport.audit.event.EventSubject;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Where a second factor becomes a statement that somebody is there, which a node takes.
 *
 * @param key that signs what nodes decide by
 */
public record PresenceDesk(PresenceCheck check, Supplier<KeyPair> key, InstantSource clock) {

    /**
     * Signs that this person is there, for this session and nothing else.
     *
     * @throws dev.sallyport.model.Failure UNAUTHENTICATED where the second factor does not say so
     */
    public SignedPresence prove(String user, String session, ProvePresenceRequest shown, EventSubject subject) {
        check.require(user, shown, subject.withSession(session));
        Instant now = clock.instant();
        PresenceStatement statement = PresenceStatement.newBuilder()
                .setUser(user)
                .setSessionId(session)
                .setProved(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .build();
        return PresenceSeal.sign(statement, key.get());
    }
}
