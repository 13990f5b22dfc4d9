package dev.sallyport.store;

/** The contracts, on maps. */
final class MemoryStoreTest extends StoreRaceContract {

    @Override
    Store open() {
        return new MemoryStore(clock, SHORT_HISTORY);
    }
}
