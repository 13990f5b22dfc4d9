package dev.sallyport.auth.people;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.PresenceStatement;
import dev.sallyport.api.v1.SignedPresence;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a second factor becomes a statement that somebody is there, which a node takes. That one was shown for this very call is looked after before.
 *
 * @param key that signs what nodes decide by
 */
public record PresenceDesk(Ledger ledger, Supplier<KeyPair> key, InstantSource clock) {

    /**
     * Signs that this person is there, for this session and nothing else.
     *
     * @param device id of the second factor that was shown
     */
    public SignedPresence prove(String user, String session, String device, EventSubject subject) {
        Instant now = clock.instant();
        PresenceStatement statement = PresenceStatement.newBuilder()
                .setUser(user)
                .setSessionId(session)
                .setDevice(device)
                .setProved(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .build();
        EventSubject there = subject.withSession(session);
        return ledger.write(() ->
                Plan.of(List.of(), new UserEvent.Present(ledger.head(there)), PresenceSeal.sign(statement, key.get())));
    }
}
