package dev.sallyport.auth.emitters;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.personal.PersonalFields;
import dev.sallyport.auth.personal.SubjectKeys;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes batches of events in. */
public final class EmitDesk {

    private static final Logger LOG = LoggerFactory.getLogger(EmitDesk.class);

    private final EmitterBook emitters;
    private final EmitterRates rates;
    private final SubjectKeys subjects;
    private final PersonalFields personal;
    private final Store store;
    private final Ledger ledger;
    private final InstantSource clock;

    public EmitDesk(
            EmitterBook emitters,
            SubjectKeys subjects,
            PersonalFields personal,
            Store store,
            Ledger ledger,
            InstantSource clock) {
        this.subjects = subjects;
        this.personal = personal;
        this.emitters = emitters;
        this.rates = new EmitterRates(clock);
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Never throws: what goes wrong is an answer, and then nothing of the batch is stored. */
    public EmitReply handle(EmitRequest request) {
        try {
            return answered(request);
        } catch (Failure e) {
            return EmitReply.of(e);
        } catch (RuntimeException e) {
            LOG.error("event=emit_defect", e);
            return EmitReply.of(Failure.of(FailureCode.INTERNAL, "auth could not do this; its log says more", e));
        }
    }

    private EmitReply answered(EmitRequest request) {
        Emitter emitter = emitters.open(request.emitter(), request.token())
                .orElseThrow(() -> Failure.of(
                        FailureCode.UNAUTHENTICATED,
                        "this token opens nothing here, or not any more: 'sally emitters add' makes one"));
        if (request.body().length > EmittedBatch.MOST_BYTES) {
            return EmitReply.tooLarge();
        }
        List<EmittedEvent> batch = EmittedBatch.read(request.body());
        for (EmittedEvent event : batch) {
            if (!emitter.mayEmit(event.type())) {
                throw Failure.of(FailureCode.DENIED, "the emitter " + emitter.name() + " may not emit " + event.type());
            }
        }
        int wait = rates.take(emitter, batch.size());
        return wait > 0 ? EmitReply.tooMany(wait) : store(emitter, batch);
    }

    private EmitReply store(Emitter emitter, List<EmittedEvent> batch) {
        Map<String, EmittedEvent> byId = new LinkedHashMap<>();
        batch.forEach(event -> byId.putIfAbsent(event.storedId(emitter.name()), event));
        int stored = ledger.write(() -> {
            SubjectKeys.Making keys = subjects.making();
            List<FlatEvent> fresh = byId.entrySet().stream()
                    .filter(event -> store.get(Keyspace.EVENTS + event.getKey()).isEmpty())
                    .map(event -> event.getValue().stored(emitter.name(), personal, keys))
                    .toList();
            List<Store.Write> writes = new ArrayList<>(keys.writes());
            fresh.forEach(event -> writes.add(EventRecords.creation(event, clock.millis())));
            return new Plan<>(writes, List.of(), fresh.size());
        });
        return EmitReply.stored(stored, batch.size() - stored);
    }
}
