package dev.sallyport.cli.log;

import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A log in a folder: a copy of auth's {@code data_dir/log}. */
public record LogFolder(Path folder) implements LogSource {

    /** The checkpoint in a file. @throws Failure DENIED where it is not one of the log with this key */
    public static Checkpoint kept(Path file, NoteKey key) {
        try {
            SignedNote note = SignedNote.parse(Files.readString(file));
            if (note.isSignedBy(key)) {
                return Checkpoint.parse(note.text());
            }
        } catch (IOException e) {
            throw Failure.of(FailureCode.NOT_FOUND, file + " cannot be read: " + e.getMessage(), e);
        }
        throw Failure.of(FailureCode.DENIED, file + " is not signed by " + key);
    }

    @Override
    public SignedNote checkpoint() {
        return note("checkpoint")
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        folder + " has no checkpoint: expected a copy of the folder log in auth's data_dir"));
    }

    @Override
    public Optional<SignedNote> witnessed(NoteKey witness) {
        return note("witnessed/" + witness.idText());
    }

    @Override
    public Optional<SignedNote> retained() {
        return note(Retained.NAME);
    }

    private Optional<SignedNote> note(String name) {
        return read(name).map(bytes -> SignedNote.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public List<EntrySource> entries() {
        return List.of(new EntrySource("tiles", this));
    }

    @Override
    public Optional<byte[]> read(TilePath path) {
        return read(path.text())
                .or(() -> path.isFull() ? Optional.empty() : read(path.full().text()));
    }

    private Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, folder.resolve(name) + " cannot be read: " + e.getMessage(), e);
        }
    }
}
