package dev.sallyport.auth.factors;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.KeyOwnerRecord;
import dev.sallyport.store.Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Whose security keys are: none is two persons' (Web Authentication, section 7.1, step 22). */
public final class KeyOwners {

    private final Records<KeyOwnerRecord> records;

    public KeyOwners(Store store) {
        this.records = Records.open(store, Keyspace.SECURITY_KEYS, KeyOwnerRecord.parser());
    }

    /** Who has the key with this credential. */
    public Optional<String> owner(ByteString credential) {
        return records.find(name(credential)).map(found -> found.value().getUser());
    }

    /** Conflicts where somebody has it already. */
    public Store.Write claim(ByteString credential, String user) {
        return records.create(
                name(credential), KeyOwnerRecord.newBuilder().setUser(user).build());
    }

    public Store.Write release(ByteString credential) {
        return records.delete(name(credential));
    }

    /** All of a person's. */
    public List<Store.Write> release(CredentialRecord record) {
        return Devices.keys(record).stream()
                .map(device -> release(device.getKey().getCredentialId()))
                .toList();
    }

    private static String name(ByteString credential) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(credential.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
