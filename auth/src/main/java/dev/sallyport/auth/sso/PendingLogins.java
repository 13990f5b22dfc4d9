package dev.sallyport.auth.sso;

import dev.sallyport.api.v1.Connector;
import dev.sallyport.auth.people.Admission;
import dev.sallyport.auth.sso.provider.BrowserAnswer;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Logins whose browser is away. In memory: a stranger's call writes nothing to the store, and what is lost with the process
 * is begun again. Each is good for {@link #LIFE} and for one answer; at most {@value #MOST} at a time.
 */
final class PendingLogins {

    static final Duration LIFE = Duration.ofMinutes(5);
    static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Pending> byHash = new LinkedHashMap<>();

    PendingLogins(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One.
     *
     * @param connector with its secret, as it was when the login began
     * @param wish what is to be certified; empty for a test, which certifies nothing
     */
    record Pending(Connector connector, BrowserAnswer answer, Optional<Admission.Wish> wish, Instant notAfter) {
        @Override
        public String toString() {
            return "Pending[***]";
        }
    }

    /** Keeps one under a secret. */
    synchronized void keep(OneTimeCode id, Pending pending) {
        Instant now = clock.instant();
        Iterator<Pending> oldest = byHash.values().iterator();
        while (oldest.hasNext() && !oldest.next().notAfter().isAfter(now)) {
            oldest.remove();
        }
        if (byHash.size() >= MOST) {
            throw Failure.of(
                    FailureCode.EXHAUSTED, "too many logins are under way: try again in some minutes, or by password");
        }
        byHash.put(id.hash(), pending);
    }

    /**
     * Takes one out: whatever becomes of the answer, there is no second one.
     *
     * @throws Failure UNAUTHENTICATED where there is none, it was used or its time is over: one answer for all
     */
    synchronized Pending take(String id, boolean test) {
        Pending pending = id.length() > 64 ? null : byHash.get(new OneTimeCode(id).hash());
        if (pending == null || pending.wish().isEmpty() != test) {
            throw over();
        }
        byHash.remove(new OneTimeCode(id).hash());
        if (!pending.notAfter().isAfter(clock.instant())) {
            throw over();
        }
        return pending;
    }

    synchronized int size() {
        return byHash.size();
    }

    private static Failure over() {
        return Failure.of(
                FailureCode.UNAUTHENTICATED,
                "this login is not under way any more: it was answered, took longer than " + LIFE.toMinutes()
                        + " min, or auth was restarted. Begin again");
    }
}
