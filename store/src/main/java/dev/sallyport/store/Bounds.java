package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Write;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What a store refuses before it does anything. */
final class Bounds {

    private Bounds() {}

    /** The commit of these writes. @throws Failure INVALID if they are out of bounds */
    static Mutation.Commit commit(List<Write> writes) {
        require(
                writes.size() <= Store.MAX_WRITES,
                "a commit has " + writes.size() + " writes; at most " + Store.MAX_WRITES + " are allowed");
        for (Write write : writes) {
            Keys.encode(write.key());
            if (write instanceof Write.Append append) {
                Keys.encode(Sequence.key(append.sequence(), 0));
            }
            int bytes = size(write);
            require(
                    bytes <= Store.MAX_VALUE_BYTES,
                    "the value of " + write.key() + " has " + bytes + " bytes; at most " + Store.MAX_VALUE_BYTES
                            + " are allowed");
        }
        return new Mutation.Commit(List.copyOf(writes));
    }

    /** These keys. @throws Failure INVALID if they are too many */
    static Collection<String> keys(Collection<String> keys) {
        require(
                keys.size() <= Store.MAX_RANGE,
                keys.size() + " keys are asked for at once; at most " + Store.MAX_RANGE + " are allowed");
        return keys;
    }

    /** The grant of a lease this long. @throws Failure INVALID if it is too short or too long */
    static Mutation.GrantLease lease(Duration ttl) {
        require(
                ttl.toMillis() > 0 && ttl.compareTo(Store.MAX_LEASE) <= 0,
                "a lease of " + ttl + " is asked for; 1 ms .. " + Store.MAX_LEASE + " is allowed");
        return new Mutation.GrantLease(ttl);
    }

    /** Bytes of a write's value. */
    static int size(Write write) {
        return switch (write) {
            case Write.Put put -> put.value().length;
            case Write.Create create -> create.value().length;
            case Write.Replace replace -> replace.value().length;
            case Write.Append append -> append.value().length + append.entry().length + Long.BYTES;
            case Write.Delete _ -> 0;
        };
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw Failure.of(FailureCode.INVALID, "store: " + otherwise);
        }
    }
}
