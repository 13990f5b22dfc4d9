package dev.sallyport.witness;

import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.Witness;
import dev.sallyport.pki.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The last checkpoint of each log, a file each: a signed note, so that a person may read it and use it as evidence. */
final class SeenCheckpoints implements Witness.Memory {

    private final Path folder;

    SeenCheckpoints(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<SignedNote> last(String origin) {
        return PrivateFile.read(file(origin)).map(bytes -> SignedNote.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public void remember(String origin, SignedNote note) {
        PrivateFile.write(file(origin), note.note().getBytes(StandardCharsets.UTF_8));
    }

    /** A log's name may be what no file's name may be. */
    private Path file(String origin) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
