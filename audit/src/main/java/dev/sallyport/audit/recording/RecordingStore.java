package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Where recordings are kept: auth's side, one file each, {@code DIRECTORY/7f/UUID.rec} by the last two digits of the id. A
 * chunk that {@link #put} took survives the loss of power. Safe for use by many threads; puts of one session wait for
 * each other.
 */
public final class RecordingStore implements ChunkSink {

    /** 16 GiB. */
    public static final long DEFAULT_MAX_BYTES = 16L << 30;

    private static final int LOCKS = 64;

    /** The text and pictures of a recording, see {@code audit.search}. */
    public static final String INDEX = "index";

    private static final List<String> BESIDE = List.of("chunks", INDEX);

    private final Path directory;
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
        this.directory = directory;
        this.maxBytes = maxBytes;
        try {
            OwnerOnly.directory(directory);
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
            ChunkChain chain = chain(id);
            int there = index < 0 ? 0 : Math.clamp((long) chain.next() - index, 0, chunks.size());
            if (there > 0) {
                requireSame(id, index, chunks.subList(0, there));
            }
            if (there < chunks.size()) {
                requireSentAs(index + there, chunks.subList(there, chunks.size()), last);
                append(id, chain, chunks.subList(there, chunks.size()));
            }
            return id;
        });
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

    private void append(UUID id, ChunkChain chain, List<byte[]> chunks) throws IOException {
        boolean first = chain.next() == 0;
        requireRoom(chain, chunks);
        known.forget(id);
        OwnerOnly.directory(shelf(id));
        try (ChunkFile file = ChunkFile.resume(path(id), id, chain)) {
            file.appendForced(chunks);
            if (first) {
                OwnerOnly.force(shelf(id));
                OwnerOnly.force(directory);
            }
            known.remember(id, file.chain());
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

    private void requireSame(UUID id, int index, List<byte[]> chunks) throws IOException {
        try (ChunkReader reader = new ChunkReader(path(id), id)) {
            for (int i = 0; i < index; i++) {
                var _ = reader.next().orElseThrow();
            }
            for (byte[] chunk : chunks) {
                if (!Arrays.equals(reader.next().orElseThrow(), chunk)) {
                    throw Failure.of(
                            FailureCode.CONFLICT,
                            "recording " + id + ": chunk " + (reader.chain().next() - 1)
                                    + " is stored already, with other content");
                }
            }
        }
    }

    private ChunkChain chain(UUID id) throws IOException {
        Optional<ChunkChain> remembered = known.find(id);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Path path = path(id);
        if (Files.notExists(path)) {
            return new ChunkChain(id);
        }
        try (ChunkFile file = ChunkFile.open(path, id)) {
            // What an earlier process wrote and did not live to force.
            file.force();
            known.remember(id, file.chain());
            return file.chain();
        }
    }

    /**
     * The chunks of a recording in order.
     *
     * @throws Failure NOT_FOUND if there is none
     */
    public RecordingChunks read(String session) {
        UUID id = id(session);
        if (Files.notExists(path(id))) {
            throw Failure.of(FailureCode.NOT_FOUND, "session " + id + " has no recording");
        }
        return locked(id, () -> RecordingChunks.of(path(id), id));
    }

    /**
     * The chunks from this one on; none where there are not so many.
     *
     * @throws Failure NOT_FOUND if there is no recording
     */
    public RecordingChunks read(String session, int from) {
        return inTable(session, (path, table) -> {
            if (from >= table.count()) {
                return RecordingChunks.none(path);
            }
            return RecordingChunks.of(path, table.chain(from));
        });
    }

    /** The chunk in which what happened at this time begins. @throws Failure NOT_FOUND if there is no recording */
    public int chunkAt(String session, long micros) {
        return inTable(session, (_, table) -> table.at(micros));
    }

    private interface Look<T> {
        T at(Path path, ChunkTable table) throws IOException;
    }

    private <T> T inTable(String session, Look<T> look) {
        UUID id = id(session);
        return locked(id, () -> {
            Path path = path(id);
            if (Files.notExists(path)) {
                throw Failure.of(FailureCode.NOT_FOUND, "session " + id + " has no recording");
            }
            try (ChunkTable table = new ChunkTable(path, beside(session, "chunks"))) {
                return look.at(path, table);
            }
        });
    }

    /** A file that is kept beside a recording, and goes with it. */
    public Path beside(String session, String kind) {
        UUID id = id(session);
        return shelf(id).resolve(id + "." + kind);
    }

    /** Removes a recording, if there is one, and what is beside it. */
    public void remove(String session) {
        UUID id = id(session);
        locked(id, () -> {
            known.forget(id);
            for (String kind : BESIDE) {
                Files.deleteIfExists(beside(session, kind));
            }
            return Files.deleteIfExists(path(id));
        });
    }

    private Path path(UUID id) {
        return shelf(id).resolve(id + ".rec");
    }

    private Path shelf(UUID id) {
        String text = id.toString();
        return directory.resolve(text.substring(text.length() - 2));
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
            return step.run();
        } catch (IOException broken) {
            throw RecordingSpool.cannot("use the recording of session " + id, broken);
        } finally {
            lock.unlock();
        }
    }
}
