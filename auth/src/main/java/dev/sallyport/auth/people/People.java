package dev.sallyport.auth.people;

import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Everything about people, wired. */
public record People(
        UserBook users,
        UserChanges changes,
        InviteDesk invites,
        LoginDesk logins,
        ArrivalDesk arrivals,
        PresenceCheck presence) {

    /** How long a login waits for its turn to be hashed. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * What the parts share.
     *
     * @param lockoutKey 32 bytes that nobody outside knows
     */
    public record Wiring(
            String cluster,
            Store store,
            Sealing sealing,
            byte[] lockoutKey,
            RoleBook roles,
            LockBook locks,
            ListBook lists,
            CertificateBook certificates,
            RequestBook requests,
            PeopleIssuer issuer,
            Ledger ledger,
            InstantSource clock,
            SecureRandom random) {}

    public static People of(Wiring shared) {
        return of(shared, new Argon2id());
    }

    static People of(Wiring shared, KeyStretch stretch) {
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        PasswordHasher hasher = new PasswordHasher(stretch, shared.random(), atOnce, PATIENCE);
        Credentials credentials = new Credentials(shared.store(), shared.sealing(), hasher, shared.random());
        Invites invites = new Invites(shared.store(), shared.sealing(), shared.clock(), shared.random());
        Lockouts lockouts = new Lockouts(shared.store(), shared.lockoutKey());
        return new People(
                new UserBook(
                        shared.store(),
                        credentials,
                        invites,
                        lockouts,
                        shared.roles(),
                        shared.locks(),
                        shared.lists(),
                        shared.ledger(),
                        shared.clock()),
                new UserChanges(shared.store(), shared.roles(), shared.locks(), shared.ledger(), shared.clock()),
                new InviteDesk(
                        shared.cluster(),
                        shared.store(),
                        invites,
                        credentials,
                        lockouts,
                        shared.ledger(),
                        shared.clock()),
                logins(shared, credentials, lockouts),
                new ArrivalDesk(shared),
                new CodeCheck(credentials, lockouts, shared.ledger(), shared.clock()));
    }

    private static LoginDesk logins(Wiring shared, Credentials credentials, Lockouts lockouts) {
        return new LoginDesk(
                shared.store(),
                credentials,
                lockouts,
                shared.roles(),
                shared.locks(),
                shared.lists(),
                shared.certificates(),
                shared.requests(),
                shared.issuer(),
                shared.ledger(),
                shared.clock());
    }
}
