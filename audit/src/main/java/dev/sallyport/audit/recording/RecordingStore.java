package dev.sallyport.audit.recording;

import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Where recordings are kept: auth's side, one file each, {@code DIRECTORY/7f/UUID.rec} by the last two digits of the id, or blobs. A
 * chunk that {@link #put} took survives the loss of power. Safe for use by many threads; puts of one session wait for
 * each other.
 */
public final class RecordingStore implements ChunkSink {

    /** 16 GiB. */
    public static final long DEFAULT_MAX_BYTES = 16L << 30;

    private static final int LOCKS = 256;

    /** How often somebody else may be there first before this gives up. */
    private static final int MOST_RACES = 3;

    private final Shelf shelf;
    private final long maxBytes;
    private final KnownChains known = new KnownChains();
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /** Makes the directory where it is not. @throws Failure UNAVAILABLE if it cannot be used */
    public RecordingStore(Path directory) {
        this(directory, DEFAULT_MAX_BYTES);
    }

    /** @param maxBytes most bytes of one recording */
    public RecordingStore(Path directory, long maxBytes) {
        this(opened(directory, FileShelf::new), maxBytes);
    }

    private RecordingStore(Shelf shelf, long maxBytes) {
        this.shelf = shelf;
        this.maxBytes = maxBytes;
    }

    /**
     * In blobs, {@code recordings/7f/UUID/0000002a} by the first chunk of each.
     *
     * @param directory has indexes, which can be made again from the blobs; a recording that is in there as a file is found, and goes on there
     */
    public static RecordingStore in(Blobs blobs, Path directory) {
        return new RecordingStore(
                opened(directory, folder -> new EitherShelf(new FileShelf(folder), new PartShelf(blobs, folder))),
                DEFAULT_MAX_BYTES);
    }

    private interface Opening {
        Shelf of(Path directory) throws IOException;
    }

    private static Shelf opened(Path directory, Opening opening) {
        try {
            return opening.of(directory);
        } catch (IOException unusable) {
            throw RecordingSpool.cannot("use " + directory, unusable);
        }
    }

    @Override
    public int durableChunks(String session) {
        return summary(session).map(RecordingSummary::chunks).orElse(0);
    }

    /** What there is of a recording; empty if nothing is. */
    public Optional<RecordingSummary> summary(String session) {
        UUID id = id(session);
        return locked(id, () -> Optional.of(chain(id).summary(id)).filter(found -> found.chunks() > 0));
    }

    /**
     * {@inheritDoc}
     *
     * <p>INVALID also when the recording would be larger than allowed, UNAVAILABLE when it cannot be written.
     */
    @Override
    public void put(String session, int index, List<byte[]> chunks, boolean last) {
        UUID id = id(session);
        locked(id, () -> {
            for (int races = 0; !isPut(id, index, chunks, last); races++) {
                if (races == MOST_RACES) {
                    throw Failure.of(
                            FailureCode.UNAVAILABLE,
                            "recording " + id + ": somebody else puts chunks there. Next: nothing, it is tried again");
                }
            }
            return id;
        });
    }

    /** @return false where somebody else was there first */
    private boolean isPut(UUID id, int index, List<byte[]> chunks, boolean last) throws IOException {
        ChunkChain chain = chain(id);
        int there = index < 0 ? 0 : Math.clamp((long) chain.next() - index, 0, chunks.size());
        if (there > 0) {
            requireSame(id, index, chunks.subList(0, there), chain);
        }
        if (there == chunks.size()) {
            return true;
        }
        List<byte[]> more = chunks.subList(there, chunks.size());
        requireSentAs(index + there, more, last);
        requireRoom(chain, more);
        known.forget(id);
        Optional<ChunkChain> after = shelf.append(id, chain, more);
        after.ifPresent(stands -> known.remember(id, stands));
        return after.isPresent();
    }

    /** That each chunk is what the caller says it is. What it must be here is the chain's to say. */
    private static void requireSentAs(int index, List<byte[]> chunks, boolean last) {
        for (int i = 0; i < chunks.size(); i++) {
            ChunkHeader header = ChunkHeader.read(ByteBuffer.wrap(chunks.get(i)));
            boolean asLast = last && i == chunks.size() - 1;
            if (header.index() != index + i || header.last() != asLast) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "recording: chunk " + header.index() + " was sent as chunk " + (index + i)
                                + (asLast ? ", the last" : ""));
            }
        }
    }

    private void requireRoom(ChunkChain chain, List<byte[]> chunks) {
        long more = chunks.stream().mapToLong(chunk -> chunk.length).sum();
        if (chain.bytes() + more > maxBytes) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "recording: it would be larger than the " + maxBytes + " bytes that one may have");
        }
    }

    private void requireSame(UUID id, int index, List<byte[]> chunks, ChunkChain chain) throws IOException {
        try (ChunkSource reader = shelf.read(id, index, chain).orElseThrow()) {
            for (int i = 0; i < chunks.size(); i++) {
                if (!Arrays.equals(reader.next().orElseThrow(), chunks.get(i))) {
                    throw Failure.of(
                            FailureCode.CONFLICT,
                            "recording " + id + ": chunk " + (index + i) + " is stored already, with other content");
                }
            }
        }
    }

    private ChunkChain chain(UUID id) throws IOException {
        Optional<ChunkChain> remembered = known.find(id);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        ChunkChain chain = shelf.chain(id);
        if (chain.next() > 0) {
            known.remember(id, chain);
        }
        return chain;
    }

    /**
     * The chunks of a recording in order.
     *
     * @throws Failure NOT_FOUND if there is none
     */
    public RecordingChunks read(String session) {
        UUID id = id(session);
        return locked(id, () -> new RecordingChunks(shelf.read(id, existing(id))));
    }

    /**
     * The chunks from this one on; none where there are not so many.
     *
     * @throws Failure NOT_FOUND if there is no recording
     */
    public RecordingChunks read(String session, int from) {
        UUID id = id(session);
        return locked(
                id,
                () -> shelf.read(id, from, existing(id))
                        .map(RecordingChunks::new)
                        .orElseGet(RecordingChunks::none));
    }

    /** The chunk in which what happened at this time begins. @throws Failure NOT_FOUND if there is no recording */
    public int chunkAt(String session, long micros) {
        UUID id = id(session);
        return locked(id, () -> {
            ChunkChain _ = existing(id);
            return shelf.chunkAt(id, micros);
        });
    }

    /** Where it stands, as far as the shelf needs that for reading: a file tells by itself, damaged or not. */
    private ChunkChain existing(UUID id) throws IOException {
        if (shelf.mayLag(id) ? chain(id).next() == 0 : !shelf.holds(id)) {
            throw Failure.of(FailureCode.NOT_FOUND, "session " + id + " has no recording");
        }
        return shelf.mayLag(id) ? chain(id) : new ChunkChain(id);
    }

    /**
     * To be called before reading a recording that was acknowledged to its end.
     *
     * @throws Failure UNAVAILABLE where that is not to be seen yet
     */
    public void requireWhole(String session) {
        UUID id = id(session);
        locked(id, () -> {
            if (shelf.mayLag(id) && chain(id).state() == RecordingState.RUNNING) {
                known.forget(id);
                ChunkChain seen = shelf.chain(id);
                if (seen.state() == RecordingState.RUNNING) {
                    throw Failure.of(
                            FailureCode.UNAVAILABLE,
                            "recording " + id + ": what comes after its first " + seen.next()
                                    + " chunks was stored and is not to be seen. Next: again in a minute; if it stays"
                                    + " so, somebody removed it");
                }
            }
            return id;
        });
    }

    /** The file of a recording's text and pictures, see {@code audit.search}; it may not be there. */
    public Path index(String session) {
        UUID id = id(session);
        return unlocked(id, () -> shelf.index(id));
    }

    /** The index of a recording was written. */
    public void keepIndex(String session) {
        UUID id = id(session);
        unlocked(id, () -> {
            shelf.keepIndex(id);
            return id;
        });
    }

    /** Removes a recording, if there is one, and what is beside it. */
    public void remove(String session) {
        UUID id = id(session);
        locked(id, () -> {
            known.forget(id);
            shelf.remove(id);
            return id;
        });
    }

    private static UUID id(String session) {
        try {
            UUID id = UUID.fromString(session);
            if (id.toString().equals(session)) {
                return id;
            }
        } catch (IllegalArgumentException notOne) {
            throw Failure.of(FailureCode.INVALID, "recording: the session's id is not a UUID", notOne);
        }
        throw Failure.of(FailureCode.INVALID, "recording: the session's id is not a UUID in the usual form");
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T locked(UUID id, Step<T> step) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), LOCKS)];
        lock.lock();
        try {
            return unlocked(id, step);
        } finally {
            lock.unlock();
        }
    }

    private static <T> T unlocked(UUID id, Step<T> step) {
        try {
            return step.run();
        } catch (IOException broken) {
            throw RecordingSpool.cannot("use the recording of session " + id, broken);
        }
    }
}
