package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks all of a log against a checkpoint, whose signature is somebody else's to check: every hash of every tile, and
 * every entry of every source. Reads tiles once, in order, and keeps few. For one thread at a time.
 *
 * <p>A tile's hashes are trusted where the tile above has their root; those at the right edge, which have none above yet,
 * make the checkpoint's root together. So a change is found at its place and not just somewhere.
 */
public final class LogCheck {

    private static final int HASH = TreeHasher.BYTES;

    private final TreeHasher hasher = new TreeHasher();
    private final Checkpoint checkpoint;
    private final TileSource tiles;
    private final TiledTree tree;
    private final List<EntrySource> sources;
    private final LongConsumer progress;

    /** @param progress hears how many entries were checked, now and then */
    public LogCheck(Checkpoint checkpoint, TileSource tiles, List<EntrySource> sources, LongConsumer progress) {
        this.checkpoint = checkpoint;
        this.tiles = tiles;
        this.tree = new TiledTree(hasher, tiles, checkpoint.size());
        this.sources = List.copyOf(sources);
        this.progress = progress;
    }

    /**
     * The first thing that is wrong; empty where nothing is.
     *
     * @param from first entry to compare, rounded down to a multiple of 256; hashes are all checked whatever it is
     * @param to entries before this one
     */
    public Optional<LogFinding> run(long from, long to) {
        boolean rooted = hasRoot(checkpoint);
        for (long first = 0; first < checkpoint.size(); first += TilePath.FULL) {
            TilePath path = TilePath.holding(0, first, checkpoint.size());
            boolean compared = first + path.width() > from && first < to;
            Optional<LogFinding> found = tile(path, compared);
            if (found.isPresent()) {
                return found;
            }
            progress.accept(first + path.width());
        }
        return rooted ? Optional.empty() : Optional.of(forked(checkpoint, "the signed checkpoint"));
    }

    /** Whether an earlier checkpoint is the beginning of this log; empty where it is. */
    public Optional<LogFinding> extending(Checkpoint earlier, String whose) {
        if (earlier.size() > checkpoint.size()) {
            return Optional.of(LogFinding.of(
                    checkpoint.size(),
                    LogFinding.LOG,
                    LogFinding.Kind.ROLLED_BACK,
                    "the log has " + checkpoint.size() + " entries, " + whose + " had " + earlier.size()));
        }
        return hasRoot(earlier) ? Optional.empty() : Optional.of(forked(earlier, whose));
    }

    private boolean hasRoot(Checkpoint of) {
        try {
            return of.hasRoot(CompactRange.of(hasher, of.size(), tree).root());
        } catch (Failure missing) {
            return false;
        }
    }

    private static LogFinding forked(Checkpoint of, String whose) {
        return LogFinding.of(
                -1,
                LogFinding.LOG,
                LogFinding.Kind.FORKED,
                "the first " + of.size() + " entries make another tree than " + whose + " says");
    }

    private Optional<LogFinding> tile(TilePath path, boolean compared) {
        long first = path.index() * TilePath.FULL;
        byte[] hashes = tiles.read(path).orElse(new byte[0]);
        if (hashes.length < path.width() * HASH) {
            return Optional.of(LogFinding.of(
                    first + hashes.length / HASH,
                    LogFinding.LOG,
                    LogFinding.Kind.HASHES_MISSING,
                    path.text() + " has " + hashes.length + " bytes of " + path.width() * HASH));
        }
        Optional<LogFinding> above = path.isFull() ? above(0, path.index(), hashes) : Optional.empty();
        if (compared || above.isPresent()) {
            for (EntrySource source : sources) {
                Optional<LogFinding> found = entries(source, path, hashes);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return above;
    }

    /** Compares a full tile with its hash in the tile above, and that one, where this is its last, with the one above it. */
    private Optional<LogFinding> above(int level, long index, byte[] hashes) {
        TilePath parent = TilePath.holding(level + 1, index, checkpoint.size());
        int place = (int) (index % TilePath.FULL) * HASH;
        byte[] says = tiles.read(parent).orElse(new byte[0]);
        byte[] root = root(hashes, 0, TilePath.FULL);
        if (says.length < place + HASH || !Arrays.equals(root, 0, HASH, says, place, place + HASH)) {
            long first = index << (TilePath.HEIGHT * (level + 1));
            return Optional.of(LogFinding.of(
                    first,
                    LogFinding.LOG,
                    says.length < place + HASH ? LogFinding.Kind.HASHES_MISSING : LogFinding.Kind.HASHES_EDITED,
                    parent.text() + " does not have the root of " + new TilePath(level, index, TilePath.FULL).text()));
        }
        boolean last = parent.isFull() && index % TilePath.FULL == TilePath.FULL - 1;
        return last ? above(level + 1, parent.index(), says) : Optional.empty();
    }

    private byte[] root(byte[] hashes, int first, int count) {
        if (count == 1) {
            return Arrays.copyOfRange(hashes, first * HASH, (first + 1) * HASH);
        }
        int half = count / 2;
        return hasher.node(root(hashes, first, half), root(hashes, first + half, half));
    }

    private Optional<LogFinding> entries(EntrySource source, TilePath path, byte[] hashes) {
        byte[] bundle = source.bundle(path).orElse(new byte[0]);
        int at = 0;
        for (int i = 0; i < path.width(); i++) {
            long index = path.index() * TilePath.FULL + i;
            int length = at + 2 <= bundle.length
                    ? (Byte.toUnsignedInt(bundle[at]) << 8) | Byte.toUnsignedInt(bundle[at + 1])
                    : 0;
            if (length == 0 || at + 2 + length > bundle.length) {
                return Optional.of(
                        LogFinding.of(index, source.name(), LogFinding.Kind.TRUNCATED, "the entry is missing"));
            }
            byte[] hash = hasher.leaf(bundle, at + 2, length);
            if (!Arrays.equals(hash, 0, HASH, hashes, i * HASH, (i + 1) * HASH)) {
                byte[] entry = Arrays.copyOfRange(bundle, at + 2, at + 2 + length);
                return Optional.of(differing(index, source, entry, hash, hashes));
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /** Whether the hash of this entry is at this place of a tile. */
    public static boolean isAt(byte[] entry, byte[] hashes, int place) {
        byte[] hash = new TreeHasher().leaf(entry);
        int at = place * HASH;
        return at + HASH <= hashes.length && Arrays.equals(hash, 0, HASH, hashes, at, at + HASH);
    }

    private static LogFinding differing(long index, EntrySource source, byte[] entry, byte[] hash, byte[] hashes) {
        int slot = (int) (index % TilePath.FULL);
        for (int other = 0; other < hashes.length / HASH; other++) {
            if (Arrays.equals(hash, 0, HASH, hashes, other * HASH, (other + 1) * HASH)) {
                long belongs = index - slot + other;
                return new LogFinding(
                        index,
                        source.name(),
                        LogFinding.Kind.REORDERED,
                        entry,
                        "the entry here belongs at index " + belongs);
            }
        }
        String logged = HexFormat.of().formatHex(hashes, slot * HASH, (slot + 1) * HASH);
        return new LogFinding(
                index,
                source.name(),
                LogFinding.Kind.EDITED,
                entry,
                "its hash is " + HexFormat.of().formatHex(hash) + ", logged was " + logged);
    }
}
