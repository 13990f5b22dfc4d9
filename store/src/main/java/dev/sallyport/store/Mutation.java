package dev.sallyport.store;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A change of a store: what each write means, the same for all stores. May throw a {@link Failure} after having changed
 * something: whoever runs it undoes that.
 */
sealed interface Mutation {

    /** @param nowMillis the store's time @return what the caller gets */
    long apply(Space space, long nowMillis);

    /** See {@link Store#commit}. */
    record Commit(List<Write> writes) implements Mutation {

        @Override
        public long apply(Space space, long nowMillis) {
            writes.forEach(write -> perform(space, write));
            return space.revision();
        }

        private static void perform(Space space, Write write) {
            byte[] key = Keys.encode(write.key());
            switch (write) {
                case Write.Put put -> put(space, key, put.value(), put.lease());
                case Write.Create create -> {
                    require(space.find(key).isEmpty(), write, "there is one already");
                    put(space, key, create.value(), create.lease());
                }
                case Write.Append append -> append(space, key, append);
                case Write.Replace replace -> {
                    Optional<Space.Found> found = space.find(key);
                    requireRevision(found, replace.revision(), write);
                    long lease = found.map(Space.Found::lease).orElse(0L);
                    space.put(key, replace.value(), space.nextRevision(), lease);
                }
                case Write.Delete delete -> {
                    Optional<Space.Found> found = space.find(key);
                    if (delete.revision() != 0) {
                        requireRevision(found, delete.revision(), write);
                    }
                    if (found.isPresent()) {
                        space.remove(key, space.nextRevision());
                    }
                }
            }
        }

        private static void append(Space space, byte[] key, Write.Append append) {
            require(space.find(key).isEmpty(), append, "there is one already");
            long number = space.last(Keys.encode(append.sequence()))
                    .map(last -> Sequence.number(last, append.sequence()) + 1)
                    .orElse(0L);
            space.put(Keys.encode(Sequence.key(append.sequence(), number)), append.entry(), space.nextRevision(), 0);
            space.put(key, Sequence.numbered(number, append.value()), space.nextRevision(), 0);
        }

        private static void put(Space space, byte[] key, byte[] value, long lease) {
            if (lease != 0 && space.leaseTtl(lease).isEmpty()) {
                throw leaseEnded(lease);
            }
            space.put(key, value, space.nextRevision(), lease);
        }

        private static void requireRevision(Optional<Space.Found> found, long revision, Write write) {
            long is = found.map(Space.Found::revision).orElse(0L);
            require(is == revision, write, "its revision is " + is + ", not " + revision);
        }

        private static void require(boolean held, Write write, String otherwise) {
            if (!held) {
                throw Failure.of(
                        FailureCode.CONFLICT, "store: " + write.key() + ": " + otherwise + ". Nothing was written");
            }
        }
    }

    /** See {@link Store#grantLease}. */
    record GrantLease(Duration ttl) implements Mutation {

        @Override
        public long apply(Space space, long nowMillis) {
            return space.addLease(ttl.toMillis(), nowMillis + ttl.toMillis());
        }
    }

    /** See {@link Store#renewLease}. */
    record RenewLease(long lease) implements Mutation {

        @Override
        public long apply(Space space, long nowMillis) {
            long ttl = space.leaseTtl(lease).orElseThrow(() -> leaseEnded(lease));
            space.moveDeadline(lease, nowMillis + ttl);
            return lease;
        }
    }

    /** See {@link Store#revokeLease}. */
    record RevokeLease(long lease) implements Mutation {

        @Override
        public long apply(Space space, long nowMillis) {
            end(space, lease);
            return lease;
        }
    }

    /** Ends the leases whose time is over. @return how many */
    record ExpireLeases() implements Mutation {

        @Override
        public long apply(Space space, long nowMillis) {
            List<Long> ended = space.leasesEndedBy(nowMillis);
            ended.forEach(lease -> end(space, lease));
            return ended.size();
        }
    }

    private static void end(Space space, long lease) {
        space.keysOf(lease).forEach(key -> space.remove(key, space.nextRevision()));
        space.removeLease(lease);
    }

    private static Failure leaseEnded(long lease) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "store: lease " + lease + " ended. Next: ask for a new one and write its entries again");
    }
}
