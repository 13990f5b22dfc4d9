package dev.sallyport.auth.policy;

import dev.sallyport.api.role.RoleReader;
import dev.sallyport.api.v1.Role;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.NodeScope;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All roles, read once and followed: choosing those of a node costs no reading. */
public final class RoleShelf implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoleShelf.class);
    private static final int READ_AT_ONCE = 1000;

    private final Store store;
    private final Records<Role> records;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<Store.@Nullable Watch> watch = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean behind = new AtomicBoolean();
    private volatile List<Held> all = List.of();

    /** @throws Failure where the store cannot be read */
    public RoleShelf(Store store) {
        this.store = store;
        this.records = Records.open(store, Keyspace.ROLES, Role.parser());
        follow();
    }

    private record Held(Role message, dev.sallyport.model.role.Role role) {}

    /** Those that can matter on a node with these labels, as nodes are told them. */
    public List<Role> of(Map<String, String> labels) {
        return all.stream()
                .filter(held -> NodeScope.matters(held.role(), labels))
                .map(Held::message)
                .toList();
    }

    /** Hears of every change; must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Catches up where following broke off. */
    public void upkeep() {
        if (behind.compareAndSet(true, false)) {
            again();
        }
    }

    @Override
    public void close() {
        closed.set(true);
        Store.Watch last = watch.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }

    private void follow() {
        if (closed.get()) {
            return;
        }
        long from = store.revision();
        refresh();
        Store.Watch next = store.watch(Keyspace.ROLES, from, _ -> refresh(), this::again);
        Store.Watch before = watch.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    private void refresh() {
        read();
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

    private void again() {
        LOG.warn("event=watch_lost prefix={}", Keyspace.ROLES);
        try {
            follow();
        } catch (Failure e) {
            behind.set(true);
            LOG.error("event=watch_not_resumed prefix={} reason={}", Keyspace.ROLES, e.text());
        }
    }
}
