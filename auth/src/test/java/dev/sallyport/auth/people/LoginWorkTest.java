package dev.sallyport.auth.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.CountingStore;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.authority.RotationPolicies;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.auth.factors.Totp;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.pki.Keys;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a user exists must not show: compared by counting the work of each way to a refusal. */
class LoginWorkTest {

    private static final String PASSWORD = "correct horse battery";

    private final ManualClock clock = ManualClock.atNoon();
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger hashes = new AtomicInteger();
    private final CountingStore store = new CountingStore(new MemoryStore(clock));
    private final KeyPair tls = Keys.ecdsaP256(random);
    private final KeyPair ssh = Keys.ed25519(random);
    private People people;
    private byte[] seed;

    LoginWorkTest() {
        Ledger ledger = new Ledger(store, new EventIds(clock, random), clock);
        RoleBook roles = new RoleBook(store, ledger);
        store.commit(roles.presets());
        Authority authority =
                new Authority("test", RotationPolicies.DEFAULT, store, Sealing.NONE, ledger, clock, random);
        KeyStretch counted = (password, _) -> {
            hashes.incrementAndGet();
            return java.util.Arrays.copyOf(password.getBytes(java.nio.charset.StandardCharsets.UTF_8), 32);
        };
        LockBook locks = new LockBook(store, ledger, clock);
        ListBook lists = new ListBook(store, roles, locks, ledger, clock);
        PeopleIssuer issuer = new PeopleIssuer(authority, clock, random);
        people = People.of(
                new People.Wiring(
                        "test",
                        store,
                        Sealing.NONE,
                        new byte[32],
                        FactorSettings.at("proxy.example.com:443"),
                        roles,
                        locks,
                        lists,
                        new CertificateBook(store, clock),
                        new RequestBook(store, locks, lists, ledger, clock),
                        issuer,
                        ledger,
                        clock,
                        random),
                counted);
        seed = new byte[0];
    }

    @BeforeEach
    void alice() {
        String code = people.users()
                .add("alice", List.of("access"), Map.of(), Duration.ZERO, EventSubject.NONE)
                .code();
        people.users().add("bob", List.of("access"), Map.of(), Duration.ZERO, EventSubject.NONE);
        String secret = people.invites().open(code).otpUri().replaceFirst(".*secret=([A-Z2-7]+).*", "$1");
        seed = dev.sallyport.testing.dist.Totp.ofBase32(secret).secret();
        people.invites().accept(code, PASSWORD, otp(), EventSubject.NONE);
        clock.advance(Duration.ofSeconds(30));
    }

    @Test
    void everyRefusalTakesTheSameWorkAndSaysTheSame() {
        // Given
        List<Work> works = new ArrayList<>();

        // When
        works.add(work("nobody", PASSWORD, otp()));
        works.add(work("alice", "wrong horse battery", otp()));
        works.add(work("alice", PASSWORD, "000000"));
        works.add(work("bob", PASSWORD, otp()));
        works.add(work("no such name!", PASSWORD, otp()));
        works.add(work("alice", "x".repeat(10_000), otp()));

        // Then
        assertThat(works).allMatch(works.getFirst()::equals);
    }

    @Test
    void aLockedUserTakesTheSameWorkAsOneWhoIsNotThere() {
        // Given
        for (int i = 0; i < Lockouts.ALLOWED; i++) {
            work("alice", "wrong horse battery", otp());
            work("nobody", "wrong horse battery", otp());
        }

        // When
        Work locked = work("alice", PASSWORD, otp());
        Work unknown = work("nobody", PASSWORD, otp());

        // Then
        assertThat(locked).isEqualTo(unknown);
    }

    @Test
    void namesThatAreNoUsersFillNoMoreThanTheirTable() {
        // Given
        for (int i = 0; i < 200; i++) {
            work("guess" + i, PASSWORD, otp());
        }

        // When
        List<String> keys = store.range("lockouts/", "", 1000).stream()
                .map(dev.sallyport.store.Store.Entry::key)
                .toList();

        // Then
        assertThat(keys).allMatch(key -> key.matches("lockouts/(~[0-9]{4}|alice|bob)"));
    }

    /** What a refused login costs and says. */
    private record Work(int hashes, int reads, List<Integer> commits, String text) {}

    private Work work(String user, String password, String otp) {
        hashes.set(0);
        store.reset();
        Throwable refusal = catchThrowable(() -> people.logins()
                .login(
                        new LoginDesk.Attempt(
                                user, password, otp, tls.getPublic(), ssh.getPublic(), Duration.ZERO, List.of()),
                        EventSubject.NONE));
        return new Work(hashes.get(), store.reads(), store.commits(), String.valueOf(refusal.getMessage()));
    }

    private String otp() {
        return Totp.code(seed, Totp.step(clock.instant()));
    }
}
