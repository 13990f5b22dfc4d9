package dev.sallyport.auth.policy;

import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.store.Store;
import java.time.InstantSource;

/** The parts that sign what nodes decide by and carry it, wired to whatever changes it. */
public record Policies(RoleShelf shelf, PolicyDesk desk, PolicyCourier courier, LockTeller teller)
        implements AutoCloseable {

    /** Begins to follow and to carry. */
    public static Policies start(
            String cluster,
            Store store,
            NodeBook nodes,
            LockBook locks,
            Authority authority,
            Presence presence,
            InstantSource clock) {
        RoleShelf shelf = new RoleShelf(store);
        PolicyDesk desk = new PolicyDesk(cluster, store, nodes, shelf, locks, authority, clock);
        PolicyCourier courier = PolicyCourier.start(desk, presence);
        shelf.onChange(courier::changed);
        locks.onChange(courier::changed);
        LockTeller teller = new LockTeller(locks, shelf, presence);
        shelf.onChange(teller::tellAll);
        locks.onChange(teller::tellAll);
        return new Policies(shelf, desk, courier, teller);
    }

    @Override
    public void close() {
        courier.close();
        shelf.close();
    }
}
