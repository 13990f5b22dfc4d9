package dev.sallyport.auth.people;

import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.factors.Asking;
import dev.sallyport.auth.factors.BrowserDesk;
import dev.sallyport.auth.factors.Challenges;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.auth.factors.KeyOwners;
import dev.sallyport.auth.factors.SecurityKeys;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.CredentialRecord;
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
        StepDesk steps,
        HeadlessDesk headless,
        DeviceDesk devices,
        ProofDesk proofs,
        PassDesk passes,
        BrowserDesk browsers,
        Challenges challenges,
        Admission admission,
        ArrivalSteps arrivalSteps) {

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
            FactorSettings factors,
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
        KeyOwners owners = new KeyOwners(shared.store());
        Admission admission = new Admission(shared);
        Challenges challenges = new Challenges(shared.store(), shared.sealing(), shared.clock(), shared.random());
        SecurityKeys keys = new SecurityKeys(shared.factors(), shared.cluster());
        Asking asking = new Asking(shared.factors(), keys, device -> isLocked(shared, device), shared.clock());
        Ledger ledger = shared.ledger();
        ArrivalDesk arrivals = new ArrivalDesk(shared, admission, credentials, lockouts);
        return new People(
                new UserBook(
                        shared.store(),
                        credentials,
                        owners,
                        invites,
                        lockouts,
                        shared.roles(),
                        shared.locks(),
                        shared.lists(),
                        ledger,
                        shared.clock()),
                new UserChanges(shared.store(), shared.roles(), shared.locks(), shared.ledger(), shared.clock()),
                new InviteDesk(
                        shared.cluster(), shared.store(), invites, credentials, lockouts, ledger, shared.clock()),
                new LoginDesk(credentials, lockouts, admission, asking, ledger, shared.clock()),
                arrivals,
                new StepDesk(credentials, lockouts, admission, challenges, owners, asking, ledger, shared.clock()),
                new HeadlessDesk(shared.store(), challenges, admission, ledger, shared.clock()),
                new DeviceDesk(shared, credentials, challenges, owners, keys, asking),
                new ProofDesk(credentials, lockouts, challenges, asking, ledger, shared.clock()),
                new PassDesk(shared),
                browsers(shared, challenges, keys, credentials),
                challenges,
                admission,
                new ArrivalSteps(arrivals, credentials, lockouts, challenges, asking, ledger, shared.clock()));
    }

    private static boolean isLocked(Wiring shared, String device) {
        return !device.isEmpty() && shared.locks().inForce().stream().anyMatch(lock -> lock.hitsDevice(device));
    }

    private static BrowserDesk browsers(
            Wiring shared, Challenges challenges, SecurityKeys keys, Credentials credentials) {
        return new BrowserDesk(
                shared.factors(),
                challenges,
                keys.wishes(),
                name -> credentials
                        .find(name)
                        .map(Records.Versioned::value)
                        .orElse(CredentialRecord.getDefaultInstance()),
                shared.ledger());
    }

    /** Forgets challenges, and logins that wait for a yes, whose time is over. */
    public void sweep() {
        challenges.sweep();
        headless.sweep();
    }
}
