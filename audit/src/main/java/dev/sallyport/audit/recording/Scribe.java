package dev.sallyport.audit.recording;

import dev.sallyport.audit.Disk;
import dev.sallyport.pki.hpke.RecipientKey;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Puts one recording's entries on the disk. One thread at a time calls it; its writer sees to that. Only {@link #force()}
 * is called by others meanwhile: a disk that is slow to force must not hold the packing up.
 */
final class Scribe implements AutoCloseable {

    private final UUID session;
    private final ChunkFile file;
    private final Path tailPath;
    private final BlockingQueue<ChunkPacker> packers;
    private final SpoolSpace space;
    private final Disk disk;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final AtomicBoolean named = new AtomicBoolean();
    private volatile @Nullable TailFile tail;
    private final @Nullable ChunkCipher cipher;

    Scribe(
            UUID session,
            SpoolPaths paths,
            BlockingQueue<ChunkPacker> packers,
            SpoolSpace space,
            Disk disk,
            Recipients recipients)
            throws IOException {
        List<RecipientKey> keys = recipients.keys();
        this.cipher = keys.isEmpty() ? null : ChunkCipher.create(session, keys, recipients.random());
        this.disk = disk;
        this.session = session;
        this.tailPath = paths.tail(session);
        this.packers = packers;
        this.space = space;
        this.file = ChunkFile.open(paths.recording(session), session);
    }

    /** Packs the entries and appends them as a chunk. */
    void seal(EntryBuffer entries, int flags, boolean hurried) throws IOException {
        ChunkPacker packer = borrow();
        try {
            ChunkChain chain = file.chain();
            ChunkPacker.Place place = new ChunkPacker.Place(session, chain.next(), chain.previous(), flags);
            int length = cipher == null
                    ? packer.pack(place, entries, hurried)
                    : packer.pack(place, entries, hurried, cipher);
            append(packer.chunk(), length);
        } finally {
            packers.add(packer);
        }
    }

    private void append(byte[] chunk, int length) throws IOException {
        space.take(length);
        try {
            file.append(chunk, length);
            dirty.set(true);
        } catch (IOException | RuntimeException failed) {
            space.giveBack(length);
            throw failed;
        }
    }

    /**
     * Saves entries of the chunk to come.
     *
     * @param young whether nothing in the last chunk is so old that it must survive the loss of power already
     */
    void keep(long startMicros, byte[] entries, boolean young) throws IOException {
        TailFile kept = tail;
        if (kept == null) {
            kept = new TailFile(tailPath, session);
            tail = kept;
        }
        if (kept.replacedBy(file.chain().next()) && !young && dirty.get()) {
            // The tail may be the only place where the chunk that was packed from it is durable.
            file.force(disk);
        }
        kept.append(file.chain().next(), startMicros, entries);
        dirty.set(true);
    }

    /** Where the file stands. */
    ChunkChain chain() {
        return file.chain();
    }

    /** Whether something was written that was not forced. */
    boolean isDirty() {
        return dirty.get();
    }

    /** Returns when all that was written before survives the loss of power. From any thread. */
    void force() throws IOException {
        dirty.set(false);
        try {
            file.force(disk);
            TailFile kept = tail;
            if (kept != null) {
                kept.force(disk);
            }
            if (named.compareAndSet(false, true)) {
                OwnerOnly.force(Objects.requireNonNull(tailPath.getParent()), disk);
            }
        } catch (ClosedChannelException over) {
            // Forced before it was closed, or failed and told so.
            return;
        }
    }

    RecordingSummary summary() {
        return file.summary();
    }

    private ChunkPacker borrow() throws IOException {
        try {
            return packers.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while packing", stopped);
        }
    }

    /** After the last chunk: the tail is no longer needed. */
    void finish() throws IOException {
        file.close();
        TailFile kept = tail;
        if (kept != null) {
            kept.close();
        }
        Files.deleteIfExists(tailPath);
    }

    /** Gives the descriptors back; what is written stays. */
    @Override
    public void close() {
        try (ChunkFile _ = file;
                TailFile _ = tail) {
            return;
        } catch (IOException lost) {
            // Nothing is written by closing, so nothing is lost by failing to.
            return;
        }
    }
}
