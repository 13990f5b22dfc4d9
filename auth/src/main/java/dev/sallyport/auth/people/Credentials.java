package dev.sallyport.auth.people;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.requests.Marks;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Passwords and second factors. Hash and seed are sealed: who has only the store cannot even guess.
 *
 * <p>Whoever has no credentials is checked against ones that nobody has, so that the work is the same.
 */
final class Credentials {

    private final Records<CredentialRecord> records;
    private final PasswordHasher hasher;
    private final CredentialRecord nobody;
    private final Sealing sealing;

    Credentials(Store store, Sealing sealing, PasswordHasher hasher, SecureRandom random) {
        this.records = Records.sealed(store, Keyspace.CREDENTIALS, CredentialRecord.parser(), sealing);
        this.hasher = hasher;
        this.sealing = sealing;
        this.nobody = nobody(hasher, random);
    }

    /**
     * What a check found. Says nothing about codes used before: that is decided with the commit.
     *
     * @param stored empty for nobody
     * @param password whether it is right
     * @param step of the code; empty where it is wrong
     */
    record Proof(Optional<Records.Versioned<CredentialRecord>> stored, boolean password, OptionalLong step) {

        boolean isFresh() {
            return step.isPresent()
                    && stored.map(there -> there.value().getTotpStep() < step.getAsLong())
                            .orElse(false);
        }
    }

    /** Checks both factors, always: one hash, three codes, one opening of something sealed. */
    Proof check(String user, String password, String otp, Instant now) {
        Optional<Records.Versioned<CredentialRecord>> stored = records.find(user);
        if (stored.isEmpty()) {
            sealing.open("nobody", sealing.seal("nobody", nobody.toByteArray()));
        }
        CredentialRecord against = stored.map(Records.Versioned::value).orElse(nobody);
        boolean right = hasher.verify(password, against.getPassword());
        OptionalLong step = Totp.matchingStep(against.getTotpSeed().toByteArray(), otp, now);
        return new Proof(stored, right && stored.isPresent(), step);
    }

    /** The proof against what is stored now: still good if only codes were spent since it was made. */
    Proof again(Proof proof, String user) {
        Optional<Records.Versioned<CredentialRecord>> now = records.find(user);
        boolean same = now.map(Records.Versioned::value)
                .map(CredentialRecord::getPassword)
                .equals(proof.stored().map(Records.Versioned::value).map(CredentialRecord::getPassword));
        return new Proof(now, proof.password() && same, proof.step());
    }

    /** Marks of the second factors of this user; none where there is no such user. */
    Set<String> factors(String user) {
        return records.find(user)
                .map(found -> Marks.ofFactor(found.value().getTotpSeed().toByteArray()))
                .map(Set::of)
                .orElse(Set.of());
    }

    /** The write that spends a code. */
    Store.Write spend(Proof proof) {
        Records.Versioned<CredentialRecord> stored = proof.stored().orElseThrow();
        CredentialRecord spent = stored.value().toBuilder()
                .setTotpStep(proof.step().orElseThrow())
                .build();
        return records.replace(stored, spent);
    }

    /** @param step of the code that was shown when they were set */
    Store.Write creation(String user, String password, byte[] seed, long step) {
        return records.put(
                user,
                CredentialRecord.newBuilder()
                        .setPassword(hasher.hash(password))
                        .setTotpSeed(ByteString.copyFrom(seed))
                        .setTotpStep(step)
                        .build());
    }

    Store.Write removal(String user) {
        return records.delete(user);
    }

    private static CredentialRecord nobody(PasswordHasher hasher, SecureRandom random) {
        byte[] bytes = new byte[Totp.SEED_BYTES];
        random.nextBytes(bytes);
        return CredentialRecord.newBuilder()
                .setPassword(hasher.hash(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)))
                .setTotpSeed(ByteString.copyFrom(bytes))
                .build();
    }
}
