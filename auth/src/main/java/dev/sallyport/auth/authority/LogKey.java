package dev.sallyport.auth.authority;

import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Keys;
import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The key that signs the log's checkpoints: Ed25519, made at the first start, sealed. It does not rotate: who verifies
 * remembers it, and a change of it is what they are warned of.
 */
final class LogKey {

    private LogKey() {}

    /** The cluster's; a store without one gets one. */
    static NoteSigner open(String cluster, Store store, Sealing sealing, SecureRandom random) {
        Optional<Store.Entry> stored = store.get(Keyspace.LOG_KEY);
        if (stored.isEmpty()) {
            begin(store, sealing, random);
            stored = store.get(Keyspace.LOG_KEY);
        }
        return NoteSigner.ofNotes(
                cluster,
                read(sealing.open(Keyspace.LOG_KEY, stored.orElseThrow().value())));
    }

    /** Public key with its length before it, private key. */
    private static void begin(Store store, Sealing sealing, SecureRandom random) {
        KeyPair pair = Keys.ed25519(random);
        byte[] publicKey = pair.getPublic().getEncoded();
        byte[] privateKey = pair.getPrivate().getEncoded();
        byte[] both = ByteBuffer.allocate(Integer.BYTES + publicKey.length + privateKey.length)
                .putInt(publicKey.length)
                .put(publicKey)
                .put(privateKey)
                .array();
        try {
            store.create(Keyspace.LOG_KEY, sealing.seal(Keyspace.LOG_KEY, both));
        } catch (Failure e) {
            // Another auth may have begun at the same moment: then there is a key now.
            if (e.code() != FailureCode.CONFLICT) {
                throw e;
            }
        }
    }

    private static KeyPair read(byte[] both) {
        ByteBuffer in = ByteBuffer.wrap(both);
        byte[] publicKey = new byte[in.getInt()];
        in.get(publicKey);
        byte[] privateKey = new byte[in.remaining()];
        in.get(privateKey);
        return new KeyPair(Keys.publicKey(publicKey), Keys.privateKey(privateKey));
    }
}
