package dev.sallyport.store;

/** The one that writes a store on a disk; callers wait until what they brought is durable. */
interface StoreWriter extends AutoCloseable {

    void start();

    /** @return the revision or the lease that came of it */
    long run(Mutation mutation);

    /** The last revision that is durable. */
    long revision();

    /** Writes what callers wait for. */
    @Override
    void close();
}
