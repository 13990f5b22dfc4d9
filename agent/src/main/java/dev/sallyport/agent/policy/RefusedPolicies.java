package dev.sallyport.agent.policy;

import dev.sallyport.agent.policy.PolicyVerdict.Fault;
import dev.sallyport.agent.ssh.Journal;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.MachineEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of policies that were refused, in the log and the trail: each reason at most once a minute, however many there are. */
public final class RefusedPolicies {

    private static final Logger log = LoggerFactory.getLogger(RefusedPolicies.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Journal journal;
    private final EventIds ids;
    private final EventSubject host;
    private final InstantSource clock;
    private final Map<Fault, Instant> told = new EnumMap<>(Fault.class);

    /** @param host who refuses */
    public RefusedPolicies(Journal journal, EventIds ids, EventSubject host, InstantSource clock) {
        this.journal = journal;
        this.ids = ids;
        this.host = host;
        this.clock = clock;
    }

    synchronized void tell(Fault fault, String carrier, String text) {
        Instant now = clock.instant();
        Instant last = told.get(fault);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return;
        }
        told.put(fault, now);
        log.warn("policy refused carrier={} fault={} reason={}", carrier, fault.word(), text);
        try {
            journal.event(new MachineEvent.PolicyRefused(ids.head(host), carrier, fault.word(), text));
        } catch (RuntimeException e) {
            log.error("a refused policy could not be written to the trail", e);
        }
    }
}
