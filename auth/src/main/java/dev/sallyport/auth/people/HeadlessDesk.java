package dev.sallyport.auth.people;

import dev.sallyport.api.v1.HeadlessLogin;
import dev.sallyport.api.v1.HeadlessOffer;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FactorEvent;
import dev.sallyport.auth.factors.Challenges;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.auth.state.v1.HeadlessRecord;
import dev.sallyport.auth.state.v1.UserRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Logins on machines to which nobody wants to carry a password or a key: asked for there, approved by the same person where they are logged in, with a second
 * factor. The code that both sides show comes from the keys that are to be certified, so that what is approved is these and no others.
 */
public final class HeadlessDesk {

    private static final Duration DEFAULT_TTL = Duration.ofHours(1);
    private static final int MOST_OF_ONE = 8;
    private static final int CODE_BYTES = 10;

    private final Challenges challenges;
    private final Admission admission;
    private final Store store;
    private final Records<HeadlessRecord> waiting;
    private final Ledger ledger;
    private final InstantSource clock;

    HeadlessDesk(Store store, Challenges challenges, Admission admission, Ledger ledger, InstantSource clock) {
        this.challenges = challenges;
        this.admission = admission;
        this.store = store;
        this.waiting = Records.open(store, Keyspace.HEADLESS, HeadlessRecord.parser());
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Asks. Whether there is such a user shows nowhere.
     *
     * @throws Failure INVALID for a life that nobody may have, EXHAUSTED while many of this name wait
     */
    public HeadlessOffer start(String user, Admission.Wish wish, EventSubject source) {
        String name = LoginDesk.name(user);
        Admission.Wish cut = new Admission.Wish(
                wish.tlsKey(), wish.sshKey(), wish.ttl().isZero() ? DEFAULT_TTL : wish.ttl(), wish.requests());
        String code = code(cut);
        Challenges.Draft draft = challenges.draft(ChallengeRecord.newBuilder()
                .setUser(name)
                .setSummary("approve the login " + code)
                .setHeadless(ChallengeRecord.Headless.newBuilder()
                        .setWish(Wishes.record(cut))
                        .setCode(code)
                        .setSource(source.source())));
        return ledger.write(() -> {
            if (open(name).size() >= MOST_OF_ONE) {
                throw Failure.of(
                        FailureCode.EXHAUSTED, "many logins of this name wait already: try again in 3 minutes");
            }
            HeadlessRecord record = HeadlessRecord.newBuilder()
                    .setChallenge(draft.id().hash())
                    .setNotAfterSeconds(draft.record().getNotAfterSeconds())
                    .build();
            return Plan.of(
                    List.of(challenges.creation(draft), waiting.put(name + "/" + code, record)),
                    new FactorEvent.HeadlessAsked(ledger.head(source.withUser(name)), code),
                    HeadlessOffer.newBuilder()
                            .setId(draft.id().text())
                            .setCode(code)
                            .setNotAfter(Moments.of(draft.notAfter()))
                            .build());
        });
    }

    /** Those of this person that wait for a yes. */
    public List<HeadlessLogin> list(String user) {
        return open(user).stream().map(found -> message(found.value())).toList();
    }

    /**
     * Says yes. The caller has shown a second factor for this very code.
     *
     * @param devices ids of the second factors of whoever says it
     * @throws Failure NOT_FOUND where none of this person waits under this code
     */
    public HeadlessLogin approve(String user, List<String> devices, String code, EventSubject by) {
        return ledger.write(() -> {
            Records.Versioned<ChallengeRecord> found = open(user).stream()
                    .filter(each -> each.value().getHeadless().getCode().equals(code))
                    .findFirst()
                    .orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND,
                            "no login of yours waits under the code " + shown(code)
                                    + ": 'sally headless ls' shows those that do"));
            ChallengeRecord approved = found.value().toBuilder()
                    .setHeadless(found.value().getHeadless().toBuilder()
                            .setApproved(true)
                            .addAllDevices(devices))
                    .build();
            return Plan.of(
                    List.of(challenges.replaced(found, approved), waiting.delete(user + "/" + code)),
                    new FactorEvent.HeadlessApproved(
                            ledger.head(by), code, found.value().getHeadless().getSource()),
                    message(found.value()));
        });
    }

    /** Whether this is the id of a login that somebody is to approve. */
    public boolean isWaiting(String id) {
        return challenges.find(id).filter(found -> found.value().hasHeadless()).isPresent();
    }

    /**
     * Ends it, once it is approved.
     *
     * @return empty while it is not
     * @throws Failure UNAUTHENTICATED where there is none any more, or its user may not come in
     */
    public Optional<UserCredentials> finish(String id, EventSubject source) {
        Records.Versioned<ChallengeRecord> asked = challenge(id);
        if (!asked.value().getHeadless().getApproved()) {
            return Optional.empty();
        }
        return Optional.of(ledger.write(() -> {
            Records.Versioned<ChallengeRecord> challenge = challenge(id);
            String name = challenge.value().getUser();
            Records.Versioned<UserRecord> user = admission
                    .user(name)
                    .filter(there -> there.value().getActive() && !admission.isLockedOut(there.value()))
                    .orElseThrow(Refusals::told);
            return admission.plan(
                    user,
                    Wishes.wish(challenge.value().getHeadless().getWish()),
                    new Manner("headless", challenge.value().getHeadless().getDevicesList()),
                    source.withUser(name),
                    List.of(challenges.use(challenge)));
        }));
    }

    private Records.Versioned<ChallengeRecord> challenge(String id) {
        return challenges.find(id).filter(found -> found.value().hasHeadless()).orElseThrow(Refusals::told);
    }

    private List<Records.Versioned<ChallengeRecord>> open(String user) {
        return waiting.startingWith(user + "/", MOST_OF_ONE * 2).stream()
                .flatMap(found -> challenges.named(found.value().getChallenge()).stream())
                .toList();
    }

    /** Forgets those whose time is over. */
    public void sweep() {
        List<Store.Write> over = new ArrayList<>();
        for (Records.Versioned<HeadlessRecord> found : waiting.after("", Store.MAX_WRITES)) {
            if (found.value().getNotAfterSeconds() <= clock.instant().getEpochSecond()) {
                over.add(waiting.delete(found.name()));
            }
        }
        if (!over.isEmpty()) {
            store.commit(over);
        }
    }

    private static HeadlessLogin message(ChallengeRecord record) {
        return HeadlessLogin.newBuilder()
                .setCode(record.getHeadless().getCode())
                .setSource(record.getHeadless().getSource())
                .setTtlSeconds(record.getHeadless().getWish().getTtlSeconds())
                .setNotAfter(Moments.of(Instant.ofEpochSecond(record.getNotAfterSeconds())))
                .build();
    }

    /** 80 bits of a hash over both keys, as {@code xxxx-xxxx-xxxx-xxxx}: nobody finds other keys for it in three minutes. */
    static String code(Admission.Wish wish) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(wish.tlsKey().getEncoded());
            digest.update(wish.sshKey().getEncoded());
            return OneTimeCode.base32(Arrays.copyOf(digest.digest(), CODE_BYTES))
                    .replaceAll("(.{4})(?=.)", "$1-");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String shown(String code) {
        return code.length() <= 32 ? code.replaceAll("\\p{Cntrl}", "?") : code.substring(0, 32) + "…";
    }
}
