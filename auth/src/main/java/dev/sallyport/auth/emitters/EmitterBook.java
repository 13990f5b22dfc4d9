package dev.sallyport.auth.emitters;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EmitterEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.EmitterRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The emitters: add, list, remove, and the question whose a token is. Tokens are kept by hash. */
public final class EmitterBook {

    private static final int MOST = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final Records<EmitterRecord> emitters;
    private final Ledger ledger;
    private final InstantSource clock;
    private final SecureRandom random;

    public EmitterBook(Store store, Ledger ledger, InstantSource clock, SecureRandom random) {
        this.emitters = Records.open(store, Keyspace.EMITTERS, EmitterRecord.parser());
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new emitter.
     *
     * @param secret its bearer token, shown once
     */
    public record Issued(String secret, Emitter emitter) {
        @Override
        public String toString() {
            return "Issued[***, " + emitter + "]";
        }
    }

    /**
     * What is wanted.
     *
     * @param ttl zero for no end
     * @param eventsPerSecond 0 for the usual
     * @param replace in place of the one of this name
     */
    public record Wanted(String name, List<String> types, Duration ttl, int eventsPerSecond, boolean replace) {}

    /** @throws Failure INVALID, CONFLICT where there is one of this name, EXHAUSTED where there are too many */
    public Issued add(Wanted wanted, EventSubject by) {
        if (wanted.ttl().isNegative() || wanted.ttl().compareTo(LONGEST) > 0) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "an emitter for " + wanted.ttl().toDays() + " days: expected at most " + LONGEST.toDays());
        }
        OneTimeCode secret = OneTimeCode.random(random);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Emitter emitter = new Emitter(
                wanted.name(),
                wanted.types(),
                now,
                wanted.ttl().isZero() ? Optional.empty() : Optional.of(now.plus(wanted.ttl())),
                wanted.eventsPerSecond() == 0 ? Emitter.USUAL_RATE : wanted.eventsPerSecond());
        return ledger.write(() -> {
            Optional<Records.Versioned<EmitterRecord>> old = emitters.find(emitter.name());
            requireRoom(emitter.name(), old, wanted.replace());
            String types = String.join(" ", emitter.types());
            AuditEvent told = old.isPresent()
                    ? new EmitterEvent.Replaced(ledger.head(by), emitter.name(), types)
                    : new EmitterEvent.Created(ledger.head(by), emitter.name(), types);
            return Plan.of(
                    List.of(emitters.write(old, emitter.name(), record(emitter, secret))),
                    told,
                    new Issued(secret.text(), emitter));
        });
    }

    private void requireRoom(String name, Optional<Records.Versioned<EmitterRecord>> old, boolean replace) {
        if (old.isPresent() && !replace) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "there is an emitter " + name + " already: remove it, or replace it with --replace");
        }
        if (old.isEmpty() && emitters.after("", MOST).size() >= MOST) {
            throw Failure.of(FailureCode.EXHAUSTED, "there are " + MOST + " emitters: remove one first");
        }
    }

    /** In the order of their names. */
    public Paging.Listing<Emitter> list(Paging page) {
        return page.cut(
                emitters.after(page.after(), page.size() + 1).stream()
                        .map(found -> emitter(found.name(), found.value()))
                        .toList(),
                Emitter::name);
    }

    /**
     * Removes one: its token is worth nothing from now on. Its events stay.
     *
     * @throws Failure NOT_FOUND
     */
    public void remove(String name, EventSubject by) {
        ledger.write(() -> {
            Records.Versioned<EmitterRecord> old = Optional.of(name)
                    .filter(Emitter::isName)
                    .flatMap(emitters::find)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND,
                            "there is no emitter of this name: 'sally emitters ls' shows those there are"));
            return Plan.of(
                    List.of(emitters.delete(old)), new EmitterEvent.Deleted(ledger.head(by), name), old.revision());
        });
    }

    /** The emitter of this name, where the token is its own and it is not over. */
    Optional<Emitter> open(String name, String token) {
        byte[] shown = new OneTimeCode(token).hash().getBytes(StandardCharsets.UTF_8);
        return Optional.of(name)
                .filter(Emitter::isName)
                .flatMap(emitters::find)
                .filter(found ->
                        MessageDigest.isEqual(found.value().getToken().getBytes(StandardCharsets.UTF_8), shown))
                .map(found -> emitter(found.name(), found.value()))
                .filter(emitter ->
                        emitter.notAfter().map(clock.instant()::isBefore).orElse(true));
    }

    private static EmitterRecord record(Emitter emitter, OneTimeCode secret) {
        return EmitterRecord.newBuilder()
                .addAllTypes(emitter.types())
                .setToken(secret.hash())
                .setCreatedMillis(emitter.created().toEpochMilli())
                .setNotAfterMillis(emitter.notAfter().map(Instant::toEpochMilli).orElse(0L))
                .setEventsPerSecond(emitter.eventsPerSecond())
                .build();
    }

    private static Emitter emitter(String name, EmitterRecord record) {
        return new Emitter(
                name,
                record.getTypesList(),
                Instant.ofEpochMilli(record.getCreatedMillis()),
                record.getNotAfterMillis() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(record.getNotAfterMillis())),
                record.getEventsPerSecond());
    }
}
