package dev.sallyport.audit.recording;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;

/** Ends a recording that nobody writes any more: its chunks, the whole entries of its tail, and an end that says so. */
final class OrphanCompletion {

    private static final String REASON = "the agent went away before the session's end";
    private static final String DAMAGED = "the agent's spool was damaged";

    private final SpoolPaths paths;
    private final BlockingQueue<ChunkPacker> packers;
    private final SpoolSpace space;
    private final Recipients recipients;

    OrphanCompletion(SpoolPaths paths, BlockingQueue<ChunkPacker> packers, SpoolSpace space, Recipients recipients) {
        this.recipients = recipients;
        this.paths = paths;
        this.packers = packers;
        // A spool that is full must still be able to end what is in it.
        this.space = space.withoutLimit();
    }

    /** What it is now; empty if there was nothing in it, and it is gone. */
    Optional<RecordingSummary> complete(UUID session) throws IOException {
        try {
            return complete(session, REASON);
        } catch (Failure damaged) {
            if (damaged.code() != FailureCode.INVALID) {
                throw damaged;
            }
            keepGoodPart(session);
            return complete(session, DAMAGED);
        }
    }

    private Optional<RecordingSummary> complete(UUID session, String reason) throws IOException {
        try (Scribe scribe = new Scribe(session, paths, packers, space, Disk.REAL, recipients)) {
            if (scribe.chain().state() == RecordingState.RUNNING) {
                EntryBuffer last = lastEntries(session, scribe.chain());
                if (scribe.chain().next() == 0 && last.isEmpty()) {
                    remove(session);
                    return Optional.empty();
                }
                last.end(last.lastMicros(), new RecordingEnd.CutShort(reason));
                scribe.seal(last, ChunkHeader.LAST | ChunkHeader.CUT_SHORT, false);
                scribe.force();
            }
            scribe.finish();
            return Optional.of(scribe.summary());
        }
    }

    private EntryBuffer lastEntries(UUID session, ChunkChain chain) throws IOException {
        Optional<TailFile.Content> tail = TailFile.read(paths.tail(session))
                .filter(found -> found.session().equals(session) && found.index() == chain.next());
        EntryBuffer buffer = new EntryBuffer(chain.startMicros());
        tail.ifPresent(found -> load(buffer, found));
        return buffer;
    }

    private static void load(EntryBuffer buffer, TailFile.Content tail) {
        EntryDecoder decoder = new EntryDecoder(tail.entries(), tail.startMicros(), tail.index() == 0);
        try {
            while (decoder.next().isPresent()) {
                // to the last whole entry
            }
        } catch (Failure torn) {
            // what comes before is whole
            assert decoder.position() <= tail.entries().length : torn;
        }
        if (decoder.position() > 0) {
            buffer.load(tail.entries(), decoder.position(), tail.startMicros(), decoder.micros());
        }
    }

    /** Sets the file aside for somebody to look at, and goes on with the chunks before the damage. */
    private void keepGoodPart(UUID session) throws IOException {
        Path recording = paths.recording(session);
        Files.move(recording, paths.damaged(session), StandardCopyOption.REPLACE_EXISTING);
        try (ChunkReader reader = new ChunkReader(paths.damaged(session), session);
                FileChannel good = OwnerOnly.open(recording)) {
            copyGood(reader, good);
        }
        Files.deleteIfExists(paths.tail(session));
    }

    private static void copyGood(ChunkReader reader, FileChannel good) throws IOException {
        try {
            for (Optional<byte[]> chunk = reader.next(); chunk.isPresent(); chunk = reader.next()) {
                ByteBuffer bytes = ByteBuffer.wrap(chunk.get());
                while (bytes.hasRemaining()) {
                    good.write(bytes);
                }
            }
        } catch (Failure damaged) {
            // as expected: everything before it is copied
            assert good.isOpen() : damaged;
        }
    }

    private void remove(UUID session) throws IOException {
        Files.deleteIfExists(paths.recording(session));
        Files.deleteIfExists(paths.tail(session));
    }
}
