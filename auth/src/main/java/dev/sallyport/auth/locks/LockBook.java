package dev.sallyport.auth.locks;

import dev.sallyport.audit.event.AuthorityEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.authority.Validity;
import dev.sallyport.auth.state.Following;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.LockRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.role.Role;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The locks: kept in the store, few enough to be held whole. */
public final class LockBook implements AutoCloseable {

    /** Locks that administrators may have made at a time. */
    static final int MOST = 1000;

    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int READ_AT_ONCE = 1000;
    private static final int LONGEST_MESSAGE = 256;
    /** Keys of locks that nobody made by hand; no id begins like these. */
    private static final String REVOKED = "revoked:";

    private static final String DROPPED = "dropped:";

    private final Records<LockRecord> records;
    private final Ledger ledger;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Following following;
    private volatile List<Listed> all = List.of();

    public LockBook(Store store, Ledger ledger, InstantSource clock) {
        this.records = Records.open(store, Keyspace.LOCKS, LockRecord.parser());
        this.ledger = ledger;
        this.clock = clock;
        this.following = Following.start(store, Keyspace.LOCKS, this::read, _ -> refresh(), this::tell);
    }

    /** A lock and who made it. */
    public record Listed(Lock lock, String by) {}

    /**
     * Those in force.
     *
     * @throws Failure UNAVAILABLE where it is not known whether there are others: then nothing is decided
     */
    public List<Lock> inForce() {
        following.requireCurrent();
        Instant now = clock.instant();
        return all.stream().map(Listed::lock).filter(lock -> lock.inForce(now)).toList();
    }

    /** Those in force that somebody made, newest first. */
    public List<Listed> list() {
        Instant now = clock.instant();
        return all.stream()
                .filter(listed -> Names.isId(listed.lock().id()))
                .filter(listed -> listed.lock().inForce(now))
                .sorted(Comparator.comparing((Listed listed) -> listed.lock().id())
                        .reversed())
                .toList();
    }

    /** Hears of every change, its own or of another process; must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Locks. When this returns, this process decides by it, and listeners have heard.
     *
     * @param ttl zero: until it is removed
     * @throws Failure INVALID, or EXHAUSTED where there are too many
     */
    public Listed add(Lock.Target target, Duration ttl, String message, EventSubject by) {
        LockForm.check(target);
        Names.text(message, "message");
        Names.bounded("characters of the message", message.length(), LONGEST_MESSAGE);
        if (ttl.isNegative() || ttl.compareTo(LONGEST) > 0) {
            throw Failure.of(FailureCode.INVALID, "a lock of " + ttl.toSeconds() + " s: expected at most ten years");
        }
        if (list().size() >= MOST) {
            throw Failure.of(
                    FailureCode.EXHAUSTED, "there are " + MOST + " locks already: remove some with 'sally lock rm'");
        }
        Listed added = ledger.write(() -> {
            var head = ledger.head(by);
            Instant now = clock.instant();
            Optional<Instant> until = ttl.isZero() ? Optional.empty() : Optional.of(now.plus(ttl));
            Lock lock = new Lock(head.id(), target, now, until, message);
            var event = new AuthorityEvent.LockCreated(
                    head,
                    lock.id(),
                    LockForm.text(target),
                    until.map(Instant::toString).orElse(""),
                    message);
            return Plan.of(
                    List.of(records.create(lock.id(), LockForm.record(lock, by.user()))),
                    event,
                    new Listed(lock, by.user()));
        });
        refresh();
        return added;
    }

    /** Takes a lock away. @throws Failure NOT_FOUND */
    public void remove(String id, EventSubject by) {
        Failure none =
                Failure.of(FailureCode.NOT_FOUND, "there is no lock of this id: 'sally lock ls' shows those there are");
        if (!Names.isId(id)) {
            throw none;
        }
        ledger.write(() -> {
            Records.Versioned<LockRecord> old = records.find(id).orElseThrow(() -> none);
            var event = new AuthorityEvent.LockDeleted(
                    ledger.head(by),
                    id,
                    LockForm.text(LockForm.lock(old.value()).target()));
            return Plan.of(List.of(records.delete(old)), event, id);
        });
        refresh();
    }

    /**
     * The write that makes every certificate useless which this user was given until now; it lives as long as they could. After
     * the commit, call {@link #refresh}.
     */
    public Store.Write revocation(String user) {
        Instant now = clock.instant();
        Lock lock = new Lock(
                REVOKED + user,
                new Lock.Target.Certificates(user, Validity.afterThoseOf(now)),
                now,
                Optional.of(now.plus(Role.LONGEST_TTL).plus(Duration.ofHours(1))),
                "");
        return records.put(lock.id(), LockForm.record(lock, ""));
    }

    /** The write that makes every certificate useless into which this request went; they end by {@code end}. Then {@link #refresh}. */
    public Store.Write drop(String request, Instant end) {
        Instant now = clock.instant();
        Lock lock = new Lock(
                DROPPED + request,
                new Lock.Target.Request(request),
                now,
                Optional.of(end.plus(Duration.ofHours(1))),
                "");
        return records.put(lock.id(), LockForm.record(lock, ""));
    }

    /** The lock in force on this join token, if there is one. */
    public Optional<Lock> onToken(String id) {
        return inForce().stream()
                .filter(lock -> lock.target() instanceof Lock.Target.Token token
                        && token.id().equals(id))
                .findFirst();
    }

    /** The earliest moment from which a certificate of this user may be valid. */
    public Instant certificatesFrom(String user) {
        return records.find(REVOKED + user)
                .map(found -> Instant.ofEpochSecond(found.value().getValidFromBeforeSeconds()))
                .orElse(Instant.EPOCH);
    }

    /**
     * Reads what there is, and tells whoever follows, where it is another than before: a lock that was made here comes once more
     * by the store's watch, and to tell every node twice would cost twice.
     */
    public synchronized void refresh() {
        List<Listed> before = all;
        read();
        if (!all.equals(before)) {
            tell();
        }
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /** One at a time, so that an older reading never takes the place of a newer one. */
    private synchronized void read() {
        List<Listed> read = new ArrayList<>();
        String after = "";
        List<Records.Versioned<LockRecord>> page;
        do {
            page = records.after(after, READ_AT_ONCE);
            page.forEach(found -> read.add(
                    new Listed(LockForm.lock(found.value()), found.value().getCreatedBy())));
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == READ_AT_ONCE);
        all = List.copyOf(read);
    }

    /** Removes those that ended, and catches up where following broke off. */
    public void upkeep() {
        following.upkeep();
        Instant now = clock.instant();
        List<Store.Write> ended = all.stream()
                .map(Listed::lock)
                .filter(lock -> !lock.inForce(now))
                .flatMap(lock -> records.find(lock.id()).stream())
                .filter(found -> !LockForm.lock(found.value()).inForce(now))
                .map(records::delete)
                .toList();
        if (!ended.isEmpty()) {
            ledger.write(() -> Plan.ofTime(ended, ended.size()));
        }
    }

    @Override
    public void close() {
        following.close();
    }
}
