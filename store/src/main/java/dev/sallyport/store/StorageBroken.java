package dev.sallyport.store;

import java.sql.SQLException;

/** The storage failed, not the mutation: the whole transaction is lost. */
final class StorageBroken extends RuntimeException {

    private final transient SQLException storage;

    StorageBroken(SQLException storage) {
        super(storage);
        this.storage = storage;
    }

    SQLException storage() {
        return storage;
    }
}
