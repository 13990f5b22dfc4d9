package dev.sallyport.auth.people;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.UserEvent;
import dev.sallyport.auth.factors.OtpUri;
import dev.sallyport.auth.factors.Totp;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.InviteRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** Where an invite becomes a password and a second factor. */
public final class InviteDesk {

    private final String cluster;
    private final Records<UserRecord> users;
    private final Invites invites;
    private final Credentials credentials;
    private final Lockouts lockouts;
    private final Ledger ledger;
    private final InstantSource clock;

    InviteDesk(
            String cluster,
            Store store,
            Invites invites,
            Credentials credentials,
            Lockouts lockouts,
            Ledger ledger,
            InstantSource clock) {
        this.cluster = cluster;
        this.users = Records.open(store, Keyspace.USERS, UserRecord.parser());
        this.invites = invites;
        this.credentials = credentials;
        this.lockouts = lockouts;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Who an invite is for.
     *
     * @param otpUri {@code otpauth://totp/…}: a secret
     */
    public record Opened(String user, String otpUri) {
        @Override
        public String toString() {
            return "Opened[" + user + ", ***]";
        }
    }

    /** Looks at an invite; it stays open. */
    public Opened open(String code) {
        InviteRecord invite = invites.require(code).value();
        return new Opened(
                invite.getUser(),
                OtpUri.of(cluster, invite.getUser(), invite.getTotpSeed().toByteArray()));
    }

    /**
     * Sets password and second factor and uses the invite up.
     *
     * @param otp a code of the second factor, which proves that the person's app has it
     * @return the user's name
     * @throws Failure UNAUTHENTICATED where the invite is not open, INVALID where password or code will not do
     */
    public String accept(String code, String password, String otp, EventSubject source) {
        Records.Versioned<InviteRecord> invite = invites.require(code);
        String name = invite.value().getUser();
        byte[] seed = invite.value().getTotpSeed().toByteArray();
        PasswordRule.check(password, name);
        OptionalLong step = Totp.matchingStep(seed, otp, clock.instant());
        if (step.isEmpty()) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "the six digits do not match: expected those that the authenticator shows now. If they are right,"
                            + " check the clock of that device");
        }
        Store.Write secrets = credentials.creation(name, password, seed, step.getAsLong(), clock.instant());
        return ledger.write(() -> plan(code, secrets, source));
    }

    private Plan<String> plan(String code, Store.Write secrets, EventSubject source) {
        Records.Versioned<InviteRecord> invite = invites.require(code);
        String name = invite.value().getUser();
        Records.Versioned<UserRecord> user = users.find(name)
                .orElseThrow(() -> Failure.of(FailureCode.UNAUTHENTICATED, "the user of this invite was removed"));
        UserRecord active =
                user.value().toBuilder().setActive(true).clearInvite().build();
        return Plan.of(
                List.of(invites.use(invite), users.replace(user, active), secrets, lockouts.forget(name)),
                new UserEvent.InviteAccepted(ledger.head(source.withUser(name)), name),
                name);
    }
}
