package dev.sallyport.auth.machines;

import dev.sallyport.audit.event.AuthorityEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.TokenRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Join tokens: add, list, remove, and the question what one is good for. Kept by hash. A token that was used or is over
 * stays known for {@link #REMEMBERED}, so that whoever tries it again hears which it is.
 */
public final class TokenBook {

    static final Duration DEFAULT_TTL = Duration.ofMinutes(30);
    static final Duration LONGEST_TTL = Duration.ofDays(2);
    static final Duration REMEMBERED = Duration.ofDays(2);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");
    private static final int SWEPT_AT_ONCE = 200;

    private final Records<TokenRecord> tokens;
    private final Store store;
    private final Ledger ledger;
    private final InstantSource clock;
    private final SecureRandom random;

    public TokenBook(Store store, Ledger ledger, InstantSource clock, SecureRandom random) {
        this.tokens = Records.open(store, Keyspace.TOKENS, TokenRecord.parser());
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A token as listings show it.
     *
     * @param id the first characters of its hash
     */
    public record Token(String id, MachineKind kind, Instant notAfter, Instant created) {}

    /**
     * A new token.
     *
     * @param secret shown once
     */
    public record Issued(String secret, Token token) {
        @Override
        public String toString() {
            return "Issued[***, " + token + "]";
        }
    }

    /** What a token that somebody shows is. */
    sealed interface Found {
        /** Good for this kind. */
        record Good(Records.Versioned<TokenRecord> stored, MachineKind kind) implements Found {}

        /**
         * Good for nothing.
         *
         * @param id empty where it is none of ours
         */
        record Bad(String id, String reason) implements Found {}
    }

    /** @param ttl zero for 30 min, at most 48 h */
    public Issued add(MachineKind kind, Duration ttl, EventSubject by) {
        if (ttl.isNegative() || ttl.compareTo(LONGEST_TTL) > 0) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "a token of " + ttl.toSeconds() + " s: expected at most " + LONGEST_TTL.toHours() + " h");
        }
        OneTimeCode secret = OneTimeCode.random(random);
        Instant now = clock.instant();
        TokenRecord record = TokenRecord.newBuilder()
                .setType(kind.text())
                .setCreatedSeconds(now.getEpochSecond())
                .setNotAfterSeconds(now.plus(ttl.isZero() ? DEFAULT_TTL : ttl).getEpochSecond())
                .build();
        Token token = token(secret.hash(), record);
        return ledger.write(() -> Plan.of(
                List.of(tokens.create(secret.hash(), record)),
                new AuthorityEvent.TokenCreated(ledger.head(by), token.id(), kind.text(), token.notAfter()),
                new Issued(secret.text(), token)));
    }

    /** Those that are good now, in the order of their ids. A page may have fewer than were asked for. */
    public Paging.Listing<Token> list(Paging page) {
        List<Records.Versioned<TokenRecord>> read = tokens.after(page.after(), page.size() + 1);
        Paging.Listing<Records.Versioned<TokenRecord>> cut = page.cut(read, Records.Versioned::name);
        List<Token> good = cut.items().stream()
                .filter(found -> isGood(found.value()))
                .map(found -> token(found.name(), found.value()))
                .toList();
        return new Paging.Listing<>(good, cut.next());
    }

    /** The name after which a page begins that begins after this token: an id is only the beginning of a hash. */
    public static String after(String id) {
        return id + "~";
    }

    /**
     * Removes a token.
     *
     * @param id as listed
     * @throws Failure NOT_FOUND
     */
    public void remove(String id, EventSubject by) {
        if (!ID.matcher(id).matches()) {
            throw Failure.of(
                    FailureCode.INVALID, "this is no token's id: expected 12 hex digits, as 'sally tokens ls' shows");
        }
        ledger.write(() -> {
            List<Records.Versioned<TokenRecord>> found = tokens.startingWith(id, 2);
            if (found.size() != 1) {
                throw Failure.of(
                        FailureCode.NOT_FOUND, "there is no token " + id + ": 'sally tokens ls' shows those there are");
            }
            return Plan.of(
                    List.of(tokens.delete(found.getFirst())), new AuthorityEvent.TokenDeleted(ledger.head(by), id), id);
        });
    }

    /** What this secret is good for. */
    Found find(String secret, MachineKind wanted) {
        if (secret.length() > 64) {
            return new Found.Bad("", "no such token");
        }
        String hash = new OneTimeCode(secret).hash();
        Optional<Records.Versioned<TokenRecord>> stored = tokens.find(hash);
        if (stored.isEmpty()) {
            return new Found.Bad("", "no such token");
        }
        TokenRecord record = stored.get().value();
        String id = OneTimeCode.id(hash);
        if (!record.getUsedBy().isEmpty()) {
            return new Found.Bad(id, "used");
        }
        if (!isGood(record)) {
            return new Found.Bad(id, "expired");
        }
        MachineKind kind = MachineKind.ofText(record.getType());
        return kind == wanted ? new Found.Good(stored.get(), kind) : new Found.Bad(id, "wrong type");
    }

    /** The write that uses a token up. */
    Store.Write use(Found.Good good, String machine) {
        return tokens.replace(
                good.stored(),
                good.stored().value().toBuilder().setUsedBy(machine).build());
    }

    /** Forgets tokens that were over long ago. */
    public void sweep() {
        long before = clock.instant().minus(REMEMBERED).getEpochSecond();
        String after = "";
        List<Records.Versioned<TokenRecord>> page;
        do {
            page = tokens.after(after, SWEPT_AT_ONCE);
            List<Store.Write> old = page.stream()
                    .filter(token -> token.value().getNotAfterSeconds() < before)
                    .map(token -> tokens.delete(token.name()))
                    .toList();
            if (!old.isEmpty()) {
                store.commit(old);
            }
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == SWEPT_AT_ONCE);
    }

    private boolean isGood(TokenRecord record) {
        return record.getUsedBy().isEmpty() && clock.instant().getEpochSecond() < record.getNotAfterSeconds();
    }

    private static Token token(String hash, TokenRecord record) {
        return new Token(
                OneTimeCode.id(hash),
                MachineKind.ofText(record.getType()),
                Instant.ofEpochSecond(record.getNotAfterSeconds()),
                Instant.ofEpochSecond(record.getCreatedSeconds()));
    }
}
