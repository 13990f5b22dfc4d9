package dev.sallyport.auth.log;

import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.model.Failure;
import dev.sallyport.pki.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each new checkpoint to the witnesses, each from a thread of its own, and keeps the last that each signed beside the
 * tiles: {@code witnessed/ID}. The log does not wait for them: one that is away is asked again, with the newest checkpoint.
 */
public final class Witnesses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);

    /** Between two questions to one witness. */
    private static final long PAUSE_MILLIS = 1_000;

    private static final int MOST_DOUBLINGS = 5;

    private final TileFolder folder;
    private final Path kept;
    private final List<WitnessAddress> witnesses;
    private final WitnessDialer dialer;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<NoteKey, String> refusals = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<SignedNote> newest = Optional.empty();
    private boolean closed;

    /** @param logFolder where the tiles are */
    public Witnesses(TileFolder folder, Path logFolder, List<WitnessAddress> witnesses, WitnessDialer dialer) {
        this.folder = folder;
        this.kept = logFolder;
        this.witnesses = List.copyOf(witnesses);
        this.dialer = dialer;
    }

    public void start() {
        witnesses.forEach(witness -> threads.add(
                Thread.ofVirtual().name("witness " + witness.key().name()).start(() -> run(witness))));
    }

    /** A checkpoint was signed; returns at once. */
    public void offer(SignedNote note) {
        lock.lock();
        try {
            newest = Optional.of(note);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Which witness says that the log is not what it was; empty where none does. */
    public Optional<String> trouble() {
        return refusals.entrySet().stream()
                .map(refusal ->
                        "the witness " + refusal.getKey().name() + " refuses the audit log: " + refusal.getValue())
                .sorted()
                .findFirst();
    }

    private void run(WitnessAddress witness) {
        try {
            Cosigning cosigning = new Cosigning(witness, folder::read, dialer, seenBy(witness.key()));
            Optional<SignedNote> done = Optional.empty();
            int failed = 0;
            for (Optional<SignedNote> next = after(done); next.isPresent(); next = after(done)) {
                if (told(witness.key(), cosigning.ask(next.get()))) {
                    done = next;
                    failed = 0;
                } else {
                    failed = Math.min(failed + 1, MOST_DOUBLINGS);
                }
                Thread.sleep(PAUSE_MILLIS << failed);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private long seenBy(NoteKey witness) {
        try {
            return folder.note(name(witness))
                    .map(note -> Checkpoint.parse(SignedNote.parse(note).text()).size())
                    .orElse(0L);
        } catch (Failure damaged) {
            return 0;
        }
    }

    /** Waits for a checkpoint that is not this one; empty when this is closed. */
    private Optional<SignedNote> after(Optional<SignedNote> done) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && newest.map(SignedNote::text).equals(done.map(SignedNote::text))) {
                changed.await();
            }
            return closed ? Optional.empty() : newest;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it signed */
    private boolean told(NoteKey witness, CosignatureOutcome outcome) {
        switch (outcome) {
            case CosignatureOutcome.Signed(SignedNote note) -> {
                refusals.remove(witness);
                return isKept(witness, note);
            }
            case CosignatureOutcome.Refused(String why) -> {
                if (!why.equals(refusals.put(witness, why))) {
                    LOG.error("event=witness_refuses witness={} reason={}", witness.name(), why);
                }
            }
            case CosignatureOutcome.Failed(String why) ->
                LOG.warn("event=witness_away witness={} reason={}", witness.name(), why);
        }
        return false;
    }

    private boolean isKept(NoteKey witness, SignedNote note) {
        try {
            PrivateFile.write(kept.resolve(name(witness)), note.note().getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (Failure e) {
            LOG.warn("event=cosignature_not_kept witness={} reason={}", witness.name(), e.text());
            return false;
        }
    }

    static String name(NoteKey witness) {
        return LogFiles.WITNESSED + witness.idText();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
        threads.forEach(Witnesses::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
