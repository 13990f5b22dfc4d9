package dev.sallyport.auth.state;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.auth.state.v1.ClusterRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster is from its first start to its end.
 *
 * @param lockoutKey 32 bytes, a secret
 */
public record Cluster(String name, byte[] lockoutKey) {

    private static final String LOCKOUT_KEY = "cluster/lockouts";

    /**
     * The cluster in this store; a store without one becomes this cluster's.
     *
     * @param beginning what a new cluster has besides
     * @throws Failure INVALID where the store is another cluster's
     */
    public static Cluster open(
            String name, Store store, Sealing sealing, SecureRandom random, Instant now, List<Store.Write> beginning) {
        Optional<Store.Entry> stored = store.get(Keyspace.CLUSTER);
        if (stored.isEmpty()) {
            begin(name, store, sealing, random, now, beginning);
            stored = store.get(Keyspace.CLUSTER);
        }
        try {
            ClusterRecord record = ClusterRecord.parseFrom(stored.orElseThrow().value());
            if (!record.getName().equals(name)) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "the store is that of the cluster " + record.getName() + ", the configuration says " + name
                                + ": correct one of them, names never change");
            }
            return new Cluster(
                    name, sealing.open(LOCKOUT_KEY, record.getSealedLockoutKey().toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INTERNAL, "the store's cluster record cannot be read", e);
        }
    }

    private static void begin(
            String name, Store store, Sealing sealing, SecureRandom random, Instant now, List<Store.Write> beginning) {
        byte[] lockoutKey = new byte[32];
        random.nextBytes(lockoutKey);
        ClusterRecord record = ClusterRecord.newBuilder()
                .setName(name)
                .setCreatedSeconds(now.getEpochSecond())
                .setSealedLockoutKey(ByteString.copyFrom(sealing.seal(LOCKOUT_KEY, lockoutKey)))
                .build();
        List<Store.Write> writes = new ArrayList<>(beginning);
        writes.add(new Store.Write.Create(Keyspace.CLUSTER, record.toByteArray(), 0));
        try {
            store.commit(writes);
        } catch (Failure e) {
            // Another auth may have begun at the same moment: then there is a cluster now.
            if (e.code() != FailureCode.CONFLICT) {
                throw e;
            }
        }
    }
}
