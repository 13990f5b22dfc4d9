package dev.sallyport.auth.log;

import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings what the store has into the tree, the tree into tiles, and signs: tiles first, then the checkpoint in the store,
 * then the folder's copy of it. So a process that dies anywhere goes on from the store's checkpoint, whose tiles are
 * all there; what was written beyond it is written again, the same.
 *
 * <p>Where store, tiles and checkpoint do not fit each other nothing more is signed, and access goes on.
 */
public final class LogKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);

    /** Between looks at the store; with the time of a disk, less than a second until an event is under a checkpoint. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final int READ_AT_ONCE = 1024;

    /** Leaves under one checkpoint, so that a backlog does not keep everybody from theirs. */
    private static final int MOST_AT_ONCE = 16_384;

    private final Store store;
    private final TileFolder folder;
    private final NoteSigner signer;
    private final InstantSource clock;
    private final Consumer<SignedNote> signed;
    private final LogLeaves leaves;
    private final Backlog backlog;
    private final TreeHasher hasher = new TreeHasher();
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("auth-log").factory());
    private Optional<GrowingTree> tree = Optional.empty();
    private long seenRevision = -1;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param backlog hears how far this is
     * @param signed hears of each new checkpoint; must be quick
     */
    public LogKeeper(
            Store store,
            TileFolder folder,
            NoteSigner signer,
            InstantSource clock,
            Backlog backlog,
            Consumer<SignedNote> signed) {
        this.store = store;
        this.folder = folder;
        this.signer = signer;
        this.clock = clock;
        this.backlog = backlog;
        this.signed = signed;
        this.leaves = new LogLeaves(store);
    }

    public LogKeeper start() {
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Why nothing is signed any more; empty where all is well. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** How many entries the last checkpoint has. */
    public long signedEntries() {
        return store.get(Keyspace.LOG_CHECKPOINT)
                .map(entry -> SignedNote.parse(new String(entry.value(), StandardCharsets.UTF_8)))
                .map(note -> Checkpoint.parse(note.text()).size())
                .orElse(0L);
    }

    /** Brings everything that is in the store now under a checkpoint. What fails is logged, and tried again. */
    public void look() {
        lock.lock();
        try {
            while (step()) {
                // until the store has no more
            }
            trouble = Optional.empty();
        } catch (Failure e) {
            tree = Optional.empty();
            tell(e);
        } catch (RuntimeException e) {
            tree = Optional.empty();
            trouble = Optional.of("the audit log ended in a defect: " + e);
            LOG.error("event=log_defect", e);
        } finally {
            backlog.over();
            lock.unlock();
        }
    }

    private void tell(Failure e) {
        boolean told = trouble.equals(Optional.of(e.text()));
        trouble = Optional.of(e.text());
        if (e.code() == FailureCode.UNAVAILABLE) {
            LOG.atLevel(told ? Level.DEBUG : Level.WARN).log("event=log_waits reason={}", e.text());
        } else if (!told) {
            LOG.error("event=log_not_signed reason={}", e.text());
        }
    }

    private boolean step() {
        long revision = store.revision();
        if (revision == seenRevision && tree.isPresent()) {
            return false;
        }
        GrowingTree growing = tree.orElseGet(this::recovered);
        tree = Optional.of(growing);
        long before = growing.size();
        int read = READ_AT_ONCE;
        while (read == READ_AT_ONCE && growing.size() - before < MOST_AT_ONCE) {
            List<LogLeaves.Leaf> more = leaves.from(growing.size(), READ_AT_ONCE, hasher);
            more.forEach(leaf -> growing.append(leaf.hash(), leaf.entry()));
            read = more.size();
        }
        if (growing.size() > before) {
            sign(growing);
            backlog.signed(growing.size() - before);
        }
        boolean all = read < READ_AT_ONCE;
        seenRevision = all ? revision : -1;
        return !all;
    }

    private void sign(GrowingTree growing) {
        growing.flush();
        Checkpoint checkpoint = new Checkpoint(signer.key().name(), growing.size(), growing.root());
        SignedNote note = new SignedNote(checkpoint.text(), List.of(signer.sign(checkpoint.text(), clock.instant())));
        store.put(Keyspace.LOG_CHECKPOINT, note.note().getBytes(StandardCharsets.UTF_8));
        folder.writeNote(TileFolder.CHECKPOINT, note.note());
        signed.accept(note);
    }

    /** The tree of the last checkpoint, proved against it. */
    private GrowingTree recovered() {
        Optional<SignedNote> last = store.get(Keyspace.LOG_CHECKPOINT)
                .map(entry -> SignedNote.parse(new String(entry.value(), StandardCharsets.UTF_8)));
        Optional<SignedNote> published = folder.note(TileFolder.CHECKPOINT).map(SignedNote::parse);
        if (last.isEmpty() && published.isEmpty()) {
            return GrowingTree.empty(hasher, folder);
        }
        Checkpoint checkpoint = own(last.orElseThrow(() -> refused("the store has no checkpoint, the folder has one")));
        long known = published.map(note -> own(note).size()).orElse(0L);
        if (known > checkpoint.size()) {
            throw refused("the folder's checkpoint has " + known + " entries, the store's " + checkpoint.size()
                    + ": the store was set back");
        }
        if (checkpoint.size() > 0 && !leaves.has(checkpoint.size() - 1)) {
            throw refused("the store lacks entry " + (checkpoint.size() - 1) + ", which was signed");
        }
        GrowingTree tiles = published.isPresent() ? fromTiles(checkpoint) : fromStore(checkpoint);
        if (!checkpoint.hasRoot(tiles.root())) {
            throw refused((published.isPresent() ? "the folder's tiles" : "the store's entries")
                    + " make another tree than the last checkpoint, of " + checkpoint.size() + " entries, says");
        }
        signed.accept(last.get());
        return tiles;
    }

    private GrowingTree fromTiles(Checkpoint checkpoint) {
        try {
            return GrowingTree.of(hasher, folder, checkpoint.size());
        } catch (Failure e) {
            throw refused(e.text());
        }
    }

    /** A folder that is gone is made again, as a person who took the folder away wants it. */
    private GrowingTree fromStore(Checkpoint checkpoint) {
        LOG.warn("event=log_tiles_made_again entries={}", checkpoint.size());
        GrowingTree again = GrowingTree.empty(hasher, folder);
        while (again.size() < checkpoint.size()) {
            int most = (int) Math.min(READ_AT_ONCE, checkpoint.size() - again.size());
            List<LogLeaves.Leaf> more = leaves.from(again.size(), most, hasher);
            if (more.isEmpty()) {
                throw refused("the store lacks entry " + again.size() + ", which was signed");
            }
            more.forEach(leaf -> again.append(leaf.hash(), leaf.entry()));
        }
        again.flush();
        return again;
    }

    private Checkpoint own(SignedNote note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(signer.key().name()) || !note.isSignedBy(signer.key())) {
            throw refused("the last checkpoint is not signed by this log's key");
        }
        return checkpoint;
    }

    private static Failure refused(String why) {
        return Failure.of(
                FailureCode.INTERNAL,
                "the audit log: " + why + ". Nothing is signed until it fits. Next: sally audit verify");
    }

    @Override
    public void close() {
        if (timer.isShutdown()) {
            return;
        }
        timer.shutdown();
        try {
            if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("event=log_still_writing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        look();
    }
}
