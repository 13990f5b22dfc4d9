package dev.sallyport.audit.recording;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory of recordings on their way to auth. Open it once per directory; call {@link #recover} before the first
 * {@link #start}, to complete what an earlier process left unfinished. Safe for use by many threads.
 */
public final class RecordingSpool implements AutoCloseable {

    private final SpoolPaths paths;
    private final BlockingQueue<ChunkPacker> packers;
    private final SpoolSpace space;
    private final @Nullable SpoolThreads threads;
    private final Disk disk;
    private final RecordingWriter.Spooling spooling;
    private final Map<UUID, RecordingWriter> open = new ConcurrentHashMap<>();
    /** Those in the spool that began in this process. */
    private final Set<UUID> begun = ConcurrentHashMap.newKeySet();

    private final UnfinishedRecordings unfinished;
    private final List<Consumer<RecordingSummary>> listeners = new CopyOnWriteArrayList<>();

    private RecordingSpool(
            Path directory,
            SpoolSettings settings,
            InstantSource clock,
            Executor packing,
            Executor forcing,
            Disk disk,
            @Nullable SpoolThreads threads) {
        this.disk = disk;
        this.paths = new SpoolPaths(directory);
        this.threads = threads;
        this.packers = new ArrayBlockingQueue<>(settings.threads());
        for (int i = 0; i < settings.threads(); i++) {
            packers.add(new ChunkPacker());
        }
        this.spooling = new RecordingWriter.Spooling(clock, packing, forcing, settings, this::tell);
        try {
            OwnerOnly.directory(directory);
            this.space = new SpoolSpace(paths.bytes(), settings.maxBytes());
        } catch (IOException unusable) {
            throw cannot("use " + directory, unusable);
        }
        this.unfinished = new UnfinishedRecordings(new OrphanCompletion(paths, packers, space, settings.recipients()));
    }

    /** Opens the directory; makes it where it is not. */
    public static RecordingSpool open(Path directory, SpoolSettings settings, InstantSource clock) {
        SpoolThreads threads = new SpoolThreads(settings.threads());
        return new RecordingSpool(directory, settings, clock, threads.packing(), threads.forcing(), Disk.REAL, threads);
    }

    /** One that packs on {@code packing} and saves and packs by time only when {@link #tick} is called. */
    static RecordingSpool manual(Path directory, SpoolSettings settings, InstantSource clock, Executor packing) {
        return manual(directory, settings, clock, packing, Disk.REAL);
    }

    static RecordingSpool manual(
            Path directory, SpoolSettings settings, InstantSource clock, Executor packing, Disk disk) {
        return new RecordingSpool(directory, settings, clock, packing, packing, disk, null);
    }

    /**
     * Begins a recording. When this returns, its header is in the spool, so the recording will be found and ended whatever happens.
     *
     * @param onFailure see {@link RecordingWriter}
     * @throws Failure UNAVAILABLE or EXHAUSTED if the spool cannot be written, CONFLICT if this session has a recording here
     */
    public RecordingWriter start(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure) {
        UUID session = header.session();
        if (Files.exists(paths.recording(session))) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "session " + session + " has a recording in " + paths.directory() + " already");
        }
        space.take(0);
        RecordingWriter writer = create(header, mode, onFailure);
        open.put(session, writer);
        begun.add(session);
        wake();
        return writer;
    }

    private RecordingWriter create(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure) {
        Scribe scribe = null;
        try {
            scribe = new Scribe(
                    header.session(),
                    paths,
                    packers,
                    space,
                    disk,
                    spooling.settings().recipients());
            return new RecordingWriter(header, mode, onFailure, spooling, scribe);
        } catch (IOException unwritable) {
            if (scribe != null) {
                scribe.close();
            }
            throw cannot("begin the recording of session " + header.session(), unwritable);
        }
    }

    /**
     * Ends, as cut short, all recordings that no writer of this process has open. Those that cannot be ended now (the disk is full) are
     * tried again by and by.
     *
     * @return those it ended
     */
    public List<RecordingSummary> recover() {
        sessions().stream()
                .filter(session -> !open.containsKey(session) && state(session) == RecordingState.RUNNING)
                .forEach(unfinished::add);
        List<RecordingSummary> completed = unfinished.complete();
        completed.forEach(this::tell);
        wake();
        return completed;
    }

    /** Sessions that have a recording here, in the order of their ids. */
    public List<UUID> sessions() {
        try {
            return paths.sessions();
        } catch (IOException unreadable) {
            throw cannot("list " + paths.directory(), unreadable);
        }
    }

    /** Hears of every chunk that is new here, from a thread that must not be blocked. */
    public void onChunk(Consumer<RecordingSummary> listener) {
        listeners.add(listener);
    }

    /** Whether there is a recording of this session here. */
    boolean has(UUID session) {
        return Files.exists(paths.recording(session));
    }

    /** Whether it began in this process, so that no earlier one uploaded any of it. */
    boolean isNew(UUID session) {
        return begun.contains(session);
    }

    /** Reads a recording here; it may be growing. @throws Failure NOT_FOUND if there is none */
    ChunkReader read(UUID session) {
        try {
            return new ChunkReader(paths.recording(session), session);
        } catch (NoSuchFileException none) {
            throw Failure.of(
                    FailureCode.NOT_FOUND, "session " + session + " has no recording in " + paths.directory(), none);
        } catch (IOException unreadable) {
            throw cannot("read the recording of session " + session, unreadable);
        }
    }

    /** Forgets a recording that is stored elsewhere. */
    void remove(UUID session) {
        Path recording = paths.recording(session);
        try {
            long bytes = Files.size(recording);
            Files.delete(recording);
            Files.deleteIfExists(paths.tail(session));
            space.giveBack(bytes);
            begun.remove(session);
        } catch (IOException unwritable) {
            throw cannot("remove " + recording, unwritable);
        }
    }

    private RecordingState state(UUID session) {
        try (ChunkReader reader = read(session)) {
            return reader.skipAll().chain().state();
        } catch (Failure damaged) {
            return RecordingState.RUNNING;
        } catch (IOException unreadable) {
            throw cannot("read the recording of session " + session, unreadable);
        }
    }

    /** @return whether there is anything to tick for */
    boolean tick() {
        open.forEach((session, writer) -> {
            writer.tick();
            if (writer.isOver()) {
                writer.failure().ifPresent(_ -> unfinished.add(session));
                open.remove(session);
            }
        });
        unfinished.retry(spooling.clock().instant()).forEach(this::tell);
        return !open.isEmpty() || !unfinished.isEmpty();
    }

    private void wake() {
        if (threads != null && !(open.isEmpty() && unfinished.isEmpty())) {
            threads.wake(this::tick);
        }
    }

    private void tell(RecordingSummary summary) {
        listeners.forEach(listener -> listener.accept(summary));
    }

    static Failure cannot(String what, Throwable cause) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "cannot " + what + ": " + cause.getMessage()
                        + ". Next: see whether the spool's disk is full or read-only",
                cause);
    }

    /** Ends what is still being recorded, as cut short. */
    @Override
    public void close() {
        open.values().forEach(RecordingWriter::close);
        open.clear();
        if (threads != null) {
            threads.close();
        }
        packers.forEach(ChunkPacker::close);
    }
}
