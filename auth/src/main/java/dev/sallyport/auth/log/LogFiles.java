package dev.sallyport.auth.log;

import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/** What people read of the log: its files by their names, and the store's events in the same form. For many threads. */
public final class LogFiles {

    /** The name of the newest checkpoint. */
    public static final String CHECKPOINT = TileFolder.CHECKPOINT;

    /** {@code witnessed/ID}: the newest checkpoint that the witness with this key signed. */
    static final String WITNESSED = "witnessed/";

    private static final Pattern COSIGNED = Pattern.compile(WITNESSED + "[0-9a-f]{8}");

    private final TileFolder folder;
    private final LogLeaves leaves;

    public LogFiles(TileFolder folder, LogLeaves leaves) {
        this.folder = folder;
        this.leaves = leaves;
    }

    /** @throws Failure NOT_FOUND where there is none of this name, INVALID for what is no name */
    public byte[] file(String name) {
        boolean isNote = name.equals(TileFolder.CHECKPOINT) || name.equals(Retained.NAME) || isCosigned(name);
        Optional<byte[]> found = isNote
                ? folder.note(name).map(note -> note.getBytes(StandardCharsets.UTF_8))
                : folder.read(TilePath.parse(name));
        return found.orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, "the log has no " + name));
    }

    /** Whether it is the name of what a witness signed. */
    static boolean isCosigned(String name) {
        return COSIGNED.matcher(name).matches();
    }

    /** @throws Failure INVALID for what is no path of a bundle */
    public byte[] stored(String name) {
        TilePath path = TilePath.parse(name);
        if (path.level() != TilePath.ENTRIES) {
            throw Failure.of(FailureCode.INVALID, "'" + name + "' is no path of a bundle of entries");
        }
        return leaves.bundle(path);
    }

    /** @throws Failure NOT_FOUND where no event in the log has this id */
    public byte[] index(String event) {
        OptionalLong index = isId(event) ? leaves.index(event) : OptionalLong.empty();
        return Long.toString(index.orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "no event has the id " + event + ". Next: sally audit ls --format=json")))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
