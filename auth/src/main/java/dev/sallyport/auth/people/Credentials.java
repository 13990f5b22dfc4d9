package dev.sallyport.auth.people;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.factors.Devices;
import dev.sallyport.auth.factors.Totp;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.DeviceRecord;
import dev.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Passwords and second factors. Hash and seeds are sealed: who has only the store cannot even guess.
 *
 * <p>Whoever has no credentials is checked against ones that nobody has, so that the work is the same.
 */
final class Credentials {

    private final Records<CredentialRecord> records;
    private final PasswordHasher hasher;
    private final SecureRandom random;
    private final CredentialRecord nobody;
    private final Sealing sealing;

    Credentials(Store store, Sealing sealing, PasswordHasher hasher, SecureRandom random) {
        this.records = Records.sealed(store, Keyspace.CREDENTIALS, CredentialRecord.parser(), sealing);
        this.hasher = hasher;
        this.sealing = sealing;
        this.random = random;
        this.nobody = nobody(hasher, random);
    }

    /**
     * What a check of a password found.
     *
     * @param stored empty for nobody
     * @param against what codes are compared with: the stored ones, or nobody's
     * @param password whether it is right
     */
    record Proof(Optional<Records.Versioned<CredentialRecord>> stored, CredentialRecord against, boolean password) {}

    /** Checks a password, always: one hash, one opening of something sealed. */
    Proof check(String user, String password) {
        Optional<Records.Versioned<CredentialRecord>> stored = find(user);
        if (stored.isEmpty()) {
            sealing.open("nobody", sealing.seal("nobody", nobody.toByteArray()));
        }
        CredentialRecord against = stored.map(Records.Versioned::value).orElse(nobody);
        boolean has = !against.getPassword().isEmpty();
        boolean right = hasher.verify(password, has ? against.getPassword() : nobody.getPassword());
        return new Proof(stored, against, right && has && stored.isPresent());
    }

    /** The proof against what is stored now: still good if only codes were spent since it was made. */
    Proof again(Proof proof, String user) {
        Optional<Records.Versioned<CredentialRecord>> now = find(user);
        boolean same = now.map(Records.Versioned::value)
                .map(CredentialRecord::getPassword)
                .equals(proof.stored().map(Records.Versioned::value).map(CredentialRecord::getPassword));
        return new Proof(now, now.map(Records.Versioned::value).orElse(nobody), proof.password() && same);
    }

    /** What a person has, with devices in the one place for them. */
    Optional<Records.Versioned<CredentialRecord>> find(String user) {
        return records.find(user)
                .map(found -> new Records.Versioned<>(found.name(), Devices.upgraded(found.value()), found.revision()));
    }

    /** What a person has, or what nobody has. */
    CredentialRecord against(Optional<Records.Versioned<CredentialRecord>> stored) {
        return stored.map(Records.Versioned::value).orElse(nobody);
    }

    /** Names a stored password without being it; changes with it. */
    static ByteString passwordMark(CredentialRecord record) {
        return ByteString.copyFrom(HexFormat.of().parseHex(new OneTimeCode("password " + record.getPassword()).hash()));
    }

    /** Marks of the second factors of this user; none where there is no such user. */
    Set<String> factors(String user) {
        return find(user).map(found -> Devices.marks(found.value())).orElse(Set.of());
    }

    Store.Write replaced(Records.Versioned<CredentialRecord> old, CredentialRecord next) {
        return records.replace(old, next);
    }

    /** The first device of somebody who logs in by other means than a password. */
    Store.Write created(String user, CredentialRecord first) {
        return records.create(user, first);
    }

    /** @param step of the code that was shown when they were set */
    Store.Write creation(String user, String password, byte[] seed, long step, Instant now) {
        DeviceRecord phone = DeviceRecord.newBuilder()
                .setId(OneTimeCode.random(random).id())
                .setName(Devices.FIRST)
                .setAddedSeconds(now.getEpochSecond())
                .setCodes(DeviceRecord.OneTimeCodes.newBuilder()
                        .setSeed(ByteString.copyFrom(seed))
                        .setStep(step))
                .build();
        return records.put(
                user,
                CredentialRecord.newBuilder()
                        .setPassword(hasher.hash(password))
                        .addDevices(phone)
                        .build());
    }

    Store.Write removal(String user) {
        return records.delete(user);
    }

    private static CredentialRecord nobody(PasswordHasher hasher, SecureRandom random) {
        byte[] bytes = new byte[Totp.SEED_BYTES];
        random.nextBytes(bytes);
        return CredentialRecord.newBuilder()
                .setPassword(hasher.hash(new String(bytes, StandardCharsets.ISO_8859_1)))
                .addDevices(DeviceRecord.newBuilder()
                        .setId(Devices.FIRST)
                        .setCodes(DeviceRecord.OneTimeCodes.newBuilder().setSeed(ByteString.copyFrom(bytes))))
                .build();
    }
}
