package dev.sallyport.auth.policy;

import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.v1.Role;
import dev.sallyport.auth.state.Following;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.NodeScope;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** All roles, read once and followed: choosing those of a node costs no reading. */
public final class RoleShelf implements AutoCloseable {

    private static final int READ_AT_ONCE = 1000;

    private final Records<Role> records;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Following following;
    private volatile List<Held> all = List.of();

    /** @throws Failure where the store cannot be read */
    public RoleShelf(Store store) {
        this.records = Records.open(store, Keyspace.ROLES, Role.parser());
        this.following = Following.start(store, Keyspace.ROLES, this::read, this::tell);
    }

    private record Held(Role message, dev.sallyport.model.role.Role role) {}

    /**
     * Those that can matter on a node with these labels, as nodes are told them.
     *
     * @throws Failure UNAVAILABLE where it is not known whether they changed: then no policy is signed
     */
    public List<Role> of(Map<String, String> labels) {
        following.requireCurrent();
        return all.stream()
                .filter(held -> NodeScope.matters(held.role(), labels))
                .map(Held::message)
                .toList();
    }

    /** Names of those that are strict about locks. */
    List<String> strict() {
        following.requireCurrent();
        return all.stream()
                .map(Held::role)
                .filter(role -> role.options().strictLocks())
                .map(dev.sallyport.model.role.Role::name)
                .toList();
    }

    /** Hears of every change; must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Catches up where following broke off. */
    public void upkeep() {
        following.upkeep();
    }

    @Override
    public void close() {
        following.close();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /** One at a time, so that an older reading never takes the place of a newer one. */
    private synchronized void read() {
        List<Held> read = new ArrayList<>();
        String after = "";
        List<Records.Versioned<Role>> page;
        do {
            page = records.after(after, READ_AT_ONCE);
            page.forEach(found -> read.add(held(found)));
            after = page.isEmpty() ? "" : page.getLast().name();
        } while (page.size() == READ_AT_ONCE);
        all = List.copyOf(read);
    }

    /** What is stored was checked when it was written; where it is no role all the same, nothing is decided without it. */
    private static Held held(Records.Versioned<Role> found) {
        return new Held(found.value(), RoleReader.read(found.value()).orFail());
    }
}
