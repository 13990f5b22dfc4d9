package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.AccessEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes denied calls to the trail, and keeps a flood of them from filling the disk: {@value #EACH} events a minute for each
 * caller and {@value #ALL} for all together. What is beyond is counted, and the count is in the caller's next event, which
 * comes a minute later at the latest. Safe for use by many threads.
 */
public final class Denials {

    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);

    static final int EACH = 5;
    static final int ALL = 120;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** Callers that are told apart; those beyond are one. */
    private static final int CALLERS = 1024;

    private static final String OTHERS = "";

    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private Instant window = Instant.MIN;
    private int written;

    public Denials(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private static final class Count {
        private int written;
        private long suppressed;
        private EventSubject subject = EventSubject.NONE;
    }

    /** A call was denied. Never throws: the call stays denied whether or not it can be written down. */
    public void denied(EventSubject caller, String method, String reason) {
        flush();
        Optional<Long> before = admit(caller);
        before.ifPresent(suppressed -> write(caller, method, reason, suppressed));
    }

    /** Writes the counts of a minute that is over. Called once a minute, too. */
    public void flush() {
        for (Count count : ended()) {
            write(count.subject, "", "more of this caller's calls were denied than are written each", count.suppressed);
        }
    }

    /** How many were suppressed before; empty when this one is. */
    private synchronized Optional<Long> admit(EventSubject caller) {
        String key = key(caller);
        Count count = counts.computeIfAbsent(counts.containsKey(key) || counts.size() < CALLERS ? key : OTHERS, _ -> {
            Count fresh = new Count();
            fresh.subject = counts.size() < CALLERS ? caller : EventSubject.NONE;
            return fresh;
        });
        if (count.written >= EACH || written >= ALL) {
            count.suppressed++;
            return Optional.empty();
        }
        count.written++;
        written++;
        long suppressed = count.suppressed;
        count.suppressed = 0;
        return Optional.of(suppressed);
    }

    /** The counts to be written of a window that is over; begins a new one. */
    private synchronized List<Count> ended() {
        Instant now = clock.instant();
        if (window.isAfter(Instant.MIN) && now.isBefore(window.plus(WINDOW)) && !now.isBefore(window)) {
            return List.of();
        }
        List<Count> left = new ArrayList<>();
        Count rest = new Count();
        for (Count count : counts.values()) {
            if (count.suppressed > 0 && left.size() < ALL) {
                left.add(count);
            } else {
                rest.suppressed += count.suppressed;
            }
        }
        if (rest.suppressed > 0) {
            left.add(rest);
        }
        counts.clear();
        written = 0;
        window = now;
        return left;
    }

    /** Who has a name is counted by it, others by where they come from, without the port. */
    private static String key(EventSubject caller) {
        if (!caller.user().isEmpty()) {
            return "user " + caller.user();
        }
        if (!caller.node().isEmpty()) {
            return "node " + caller.node();
        }
        int port = caller.source().lastIndexOf(':');
        boolean single = port >= 0 && caller.source().indexOf(':') == port;
        return "source " + (single ? caller.source().substring(0, port) : caller.source());
    }

    private void write(EventSubject caller, String method, String reason, long suppressed) {
        try {
            ledger.write(() -> Plan.of(
                    List.of(),
                    new AccessEvent.CallDenied(ledger.head(caller), method, reason, suppressed),
                    suppressed));
        } catch (Failure e) {
            LOG.error("event=denial_not_written method={} reason={}", method, e.text());
        }
    }
}
