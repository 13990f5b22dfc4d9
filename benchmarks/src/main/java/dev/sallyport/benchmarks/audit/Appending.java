package dev.sallyport.benchmarks.audit;

import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;

/** Agents that deliver events, a batch at a time, each waiting until its batch is durable. */
final class Appending {

    static final int AGENTS = 16;
    static final int BATCH = 100;

    private final Store store;
    private final int events;
    private final EventIds ids = new EventIds(InstantSource.system(), new SecureRandom());
    /** When the commit of an event began, the last of its batch, by its index. */
    private final NavigableMap<Long, Long> waiting = new ConcurrentSkipListMap<>();

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private volatile long signed;
    private final CountDownLatch all = new CountDownLatch(1);

    Appending(Store store, int events) {
        this.store = store;
        this.events = events;
    }

    /** Events a second. */
    double run(Backlog backlog) throws InterruptedException {
        long began = System.nanoTime();
        List<Thread> agents = new ArrayList<>();
        for (int i = 0; i < AGENTS; i++) {
            int own = events / AGENTS / BATCH + (i < events / BATCH % AGENTS ? 1 : 0);
            agents.add(Thread.ofVirtual().start(() -> deliver(own, backlog)));
        }
        for (Thread agent : agents) {
            agent.join();
        }
        return events / ((System.nanoTime() - began) / 1e9);
    }

    private void deliver(int batches, Backlog backlog) {
        for (int i = 0; i < batches; i++) {
            List<Store.Write> writes = new ArrayList<>();
            for (int j = 0; j < BATCH; j++) {
                writes.add(EventRecords.creation(event(), System.currentTimeMillis()));
            }
            awaitRoom(backlog);
            long committing = System.nanoTime();
            store.commit(writes);
            String last = writes.getLast().key();
            EventRecords.index(store.get(last).orElseThrow()).ifPresent(index -> await(index, committing));
        }
    }

    private static void awaitRoom(Backlog backlog) {
        try {
            backlog.await(BATCH);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts agents", e);
        }
    }

    private void await(long index, long committing) {
        waiting.put(index, committing);
        if (signed > index && waiting.remove(index) != null) {
            nanos.add(System.nanoTime() - committing);
        }
    }

    private FlatEvent event() {
        EventSubject subject = EventSubject.NONE
                .withUser("alice@example.com")
                .withLogin("alice")
                .withNode("01890a5d-ac96-774b-bcce-b302099a8057", "web1.example.com")
                .withSession("01890a5d-ac96-774b-bcce-b302099a8058")
                .withSource("192.0.2.1:55555");
        return FlatEvent.of(new SessionEvent.Interrupted(ids.head(subject), "as long as most are"));
    }

    /** A checkpoint was signed. */
    void provable(SignedNote checkpoint) {
        long size = Checkpoint.parse(checkpoint.text()).size();
        signed = size;
        long now = System.nanoTime();
        waiting.headMap(size).keySet().forEach(index -> {
            Long began = waiting.remove(index);
            if (began != null) {
                nanos.add(now - began);
            }
        });
        if (size == events) {
            all.countDown();
        }
    }

    void awaitProvable() throws InterruptedException {
        all.await();
    }

    List<Long> provableNanos() {
        return nanos.stream().sorted().toList();
    }
}
