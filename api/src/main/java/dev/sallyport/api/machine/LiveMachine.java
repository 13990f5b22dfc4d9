package dev.sallyport.api.machine;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.pki.x509.TrustedCas;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A machine's identity of the moment, on disk and in memory. Renewals and changes of trust go through here: kept first,
 * then told to the listeners. Safe for many threads.
 */
public final class LiveMachine {

    private final Path folder;
    private final List<Consumer<MachineIdentity>> listeners = new CopyOnWriteArrayList<>();
    private volatile MachineIdentity current;

    LiveMachine(Path folder, MachineIdentity current) {
        this.folder = folder;
        this.current = current;
    }

    /** Takes an identity over and keeps it in the folder. */
    public static LiveMachine keeping(Path folder, MachineIdentity identity) {
        identity.save(folder);
        return new LiveMachine(folder, identity);
    }

    /** The identity of this moment. */
    public MachineIdentity current() {
        return current;
    }

    /** For TLS: what to show, at each handshake. */
    public Supplier<Optional<TlsIdentity>> tls() {
        return () -> Optional.of(current.tls());
    }

    /** For TLS: whom to trust, at each handshake. */
    public Supplier<TrustedCas> trust() {
        return () -> current.trust().tls();
    }

    /** Tells each new identity, from the thread that brought it. Not told the present one. */
    public void onChange(Consumer<MachineIdentity> listener) {
        listeners.add(listener);
    }

    /** Takes newer CAs over; older ones than known are ignored. Returns whether they were newer. */
    public boolean follow(ClusterTrust trust) {
        return update(now -> trust.revision() > now.trust().revision() ? now.withTrust(trust) : now);
    }

    /** Replaces the identity; returns whether it changed. */
    boolean update(UnaryOperator<MachineIdentity> change) {
        MachineIdentity next;
        synchronized (this) {
            MachineIdentity before = current;
            next = change.apply(before);
            if (next.equals(before)) {
                return false;
            }
            next.save(folder);
            current = next;
        }
        listeners.forEach(listener -> listener.accept(next));
        return true;
    }
}
