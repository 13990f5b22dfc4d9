package dev.sallyport.auth.log;

import dev.sallyport.audit.blob.Together;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.CompactRange;
import dev.sallyport.audit.log.EntryBundle;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.audit.log.TiledTree;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the log to its archive, on a thread of its own: full tiles, then the edge, then the checkpoint that speaks of them, then the store hears how
 * far it is. The log never waits for it. What the archive has of the entries leaves the folder, but for the newest.
 */
public final class TileCarrier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TileCarrier.class);
    private static final int MOST_DOUBLINGS = 5;

    /** Between checkpoints of a log that grows slowly: each costs some calls. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Full bundles of one step. */
    private static final long MOST_BUNDLES = 64;

    /** Bundles that stay in the folder: a million entries. */
    private static final long STAY = 4096;

    private final TileFolder folder;
    private final TileArchive archive;
    private final LogLeaves leaves;
    private final NoteKey key;
    private final InstantSource clock;
    private final TreeHasher hasher = new TreeHasher();
    private final StepThreads threads = new StepThreads(MOST_DOUBLINGS);
    /** What the archive has, by name: one for each witness. */
    private final Map<String, String> cosigned = new HashMap<>();

    private Instant last = Instant.MIN;
    private long full = -1;
    private long trimmed;
    private volatile long behind;
    private volatile Optional<String> trouble = Optional.empty();

    /** @param key that signs the log */
    public TileCarrier(TileFolder folder, TileArchive archive, LogLeaves leaves, NoteKey key, InstantSource clock) {
        this.folder = folder;
        this.archive = archive;
        this.leaves = leaves;
        this.key = key;
        this.clock = clock;
    }

    public void start() {
        threads.start("log-carrier", this::step);
    }

    /** Why the archive is not what the log is; empty where nothing keeps it from that. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Signed entries that the archive does not have yet, as of the last look. */
    public long behind() {
        return behind;
    }

    /** The archive has all entries before this one. */
    public long passed() {
        return archive.carried();
    }

    /** Carries some, if there is something. */
    public Step step() {
        try {
            Step step = carry();
            trouble = Optional.empty();
            return step;
        } catch (Failure e) {
            String text = e.code() == FailureCode.CONFLICT ? another(e.text()) : e.text();
            if (!trouble.equals(Optional.of(text))) {
                LOG.warn("event=log_not_carried behind={} reason={}", behind, text);
            }
            trouble = Optional.of(text);
            return Step.FAILED;
        }
    }

    private static String another(String what) {
        return "the audit log is not what was carried to its archive: " + what
                + ". Nothing is overwritten. Next: sally audit verify; see who else writes there";
    }

    private Step carry() {
        Optional<SignedNote> signed = folder.note(TileFolder.CHECKPOINT).map(SignedNote::parse);
        long size = signed.map(TileCarrier::size).orElse(0L);
        long before = archive.carried();
        behind = Math.max(0, size - before);
        boolean soon = clock.instant().isBefore(last.plus(PAUSE)) && behind < TilePath.FULL;
        if (behind == 0) {
            return carryCosigned(before) ? Step.DONE : Step.IDLE;
        }
        if (soon) {
            return Step.IDLE;
        }
        if (full < 0) {
            requireOurs(size);
            full = before / TilePath.FULL;
        }
        long to = Math.min(size / TilePath.FULL, full + MOST_BUNDLES);
        carryFull(to);
        if (to < size / TilePath.FULL) {
            return Step.DONE;
        }
        carryEdge(size);
        folder.carryRetained(archive);
        archive.writeNote(TileFolder.CHECKPOINT, signed.orElseThrow().note());
        archive.carried(size);
        boolean _ = carryCosigned(size);
        behind = 0;
        last = clock.instant();
        tidy(before, size);
        return Step.DONE;
    }

    /** That what is there is an earlier state of this log. */
    private void requireOurs(long size) {
        Optional<SignedNote> there = archive.note(TileFolder.CHECKPOINT).map(SignedNote::parse);
        if (there.isEmpty()) {
            if (archive.carried() > 0) {
                throw Failure.of(
                        FailureCode.UNAVAILABLE,
                        archive.place() + " does not show the checkpoint that was carried there. Next: again in a "
                                + "minute; if it stays so, somebody removed it");
            }
            return;
        }
        Checkpoint checkpoint = Checkpoint.parse(there.get().text());
        if (!checkpoint.origin().equals(key.name()) || !there.get().isSignedBy(key)) {
            throw conflict(archive.place() + " has the log " + checkpoint.origin() + ", with another key");
        }
        if (checkpoint.size() > size) {
            throw conflict(archive.place() + " has " + checkpoint.size() + " entries, this log " + size
                    + ": the store was set back");
        }
        TiledTree tree = new TiledTree(hasher, folder::readHere, size);
        if (!checkpoint.hasRoot(CompactRange.of(hasher, checkpoint.size(), tree).root())) {
            throw conflict("its checkpoint of " + checkpoint.size() + " entries in " + archive.place()
                    + " is of another tree");
        }
    }

    private static Failure conflict(String what) {
        return Failure.of(FailureCode.CONFLICT, what);
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).size();
    }

    /** Everything that is full once there are so many bundles. */
    private void carryFull(long to) {
        List<TilePath> paths = new ArrayList<>();
        for (long index = full; index < to; index++) {
            paths.add(new TilePath(TilePath.ENTRIES, index, TilePath.FULL));
        }
        long from = full;
        for (int level = 0; to >> (TilePath.HEIGHT * level) > 0; level++) {
            long end = to >> (TilePath.HEIGHT * level);
            for (long index = from >> (TilePath.HEIGHT * level); index < end; index++) {
                paths.add(new TilePath(level, index, TilePath.FULL));
            }
        }
        Together.each(paths, this::carry);
        full = to;
    }

    private void carryEdge(long size) {
        for (int level = 0; size >> (TilePath.HEIGHT * level) > 0; level++) {
            long hashes = size >> (TilePath.HEIGHT * level);
            if (hashes % TilePath.FULL != 0) {
                carry(TilePath.holding(level, hashes - 1, size));
            }
        }
        if (size % TilePath.FULL != 0) {
            carry(TilePath.holding(0, size - 1, size).entries());
        }
    }

    private void carry(TilePath path) {
        if (!archive.isRetired(path)) {
            archive.write(path, bytes(path));
        }
    }

    private byte[] bytes(TilePath path) {
        Optional<byte[]> here = folder.readHere(path);
        if (here.isPresent()) {
            return path.isFull() ? here.get() : begin(path, here.get());
        }
        if (path.level() != TilePath.ENTRIES) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the log's folder has no " + path.text() + " to be carried");
        }
        return EntryBundle.write(leaves.from(path.index() * TilePath.FULL, path.width(), hasher).stream()
                .map(LogLeaves.Leaf::entry)
                .toList());
    }

    /** The tile may have grown since the checkpoint. */
    private static byte[] begin(TilePath path, byte[] bytes) {
        return path.level() == TilePath.ENTRIES
                ? EntryBundle.write(EntryBundle.read(bytes).subList(0, path.width()))
                : java.util.Arrays.copyOf(bytes, path.width() * TreeHasher.BYTES);
    }

    /** What witnesses signed of a checkpoint, once its entries are there. @return whether something was new */
    private boolean carryCosigned(long size) {
        boolean some = false;
        for (String name : folder.cosigned()) {
            String note = folder.note(name).orElse("");
            if (!note.isEmpty() && !note.equals(cosigned.get(name)) && size(SignedNote.parse(note)) <= size) {
                archive.writeNote(name, note);
                cosigned.put(name, note);
                some = true;
            }
        }
        return some;
    }

    /** Takes away what full tiles took the place of, and what the folder need not have. */
    private void tidy(long before, long size) {
        for (int level = 0; before >> (TilePath.HEIGHT * level) > 0; level++) {
            long index = (before >> (TilePath.HEIGHT * level)) / TilePath.FULL;
            if (index < (size >> (TilePath.HEIGHT * level)) / TilePath.FULL) {
                TilePath tile = new TilePath(level, index, TilePath.FULL);
                archive.removePartials(tile);
                if (level == 0) {
                    archive.removePartials(tile.entries());
                }
            }
        }
        for (long end = size / TilePath.FULL - STAY; trimmed < end; trimmed++) {
            folder.removeHere(new TilePath(TilePath.ENTRIES, trimmed, TilePath.FULL));
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
