package dev.sallyport.auth.log;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.audit.blob.FolderBlobs;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.TilePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The log's folder: tiles and checkpoints as other tools read them. A file appears under its name whole and forced to the
 * disk, or not at all; names are forced by {@link #sync}. What was carried to a {@link TileArchive} may be there only. Writing is for one thread,
 * reading for any.
 */
public final class TileFolder {

    static final String CHECKPOINT = "checkpoint";

    private static final String PARTIAL = ".p/";

    private final Blobs files;
    private final Optional<TileArchive> archive;

    public TileFolder(Path folder, Disk disk) {
        this(folder, disk, Optional.empty());
    }

    /** @param archive has what is not here any more */
    public TileFolder(Path folder, Disk disk, Optional<TileArchive> archive) {
        this.files = new FolderBlobs(folder, "the log's folder", disk);
        this.archive = archive;
    }

    /** A tile's bytes; the full one's where the partial one was removed since. */
    public Optional<byte[]> read(TilePath path) {
        return readHere(path).or(() -> archive.flatMap(kept -> kept.read(path)));
    }

    /** The same, of what is in the folder itself. */
    Optional<byte[]> readHere(TilePath path) {
        return files.read(path.text())
                .or(() -> path.isFull()
                        ? Optional.empty()
                        : files.read(path.full().text()));
    }

    /** The signed note of this name. */
    public Optional<String> note(String name) {
        return files.read(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Names of the notes that witnesses signed. */
    List<String> cosigned() {
        return files.list(LogFiles.WITNESSED, "", Blobs.MAX_LISTED).stream()
                .map(Blobs.Stored::name)
                .filter(LogFiles::isCosigned)
                .toList();
    }

    void write(TilePath path, byte[] bytes) {
        files.replace(path.text(), bytes);
    }

    /** Removes a full bundle of entries, if it is there; the hashes of its entries stay. */
    public void removeBundle(long index) {
        TilePath bundle = new TilePath(TilePath.ENTRIES, index, TilePath.FULL);
        archive.ifPresent(kept -> kept.remove(bundle));
        files.delete(bundle.text());
    }

    /** Removes a bundle that is in the archive. */
    void removeHere(TilePath bundle) {
        files.delete(bundle.text());
    }

    public void writeNote(String name, String note) {
        files.replace(name, note.getBytes(StandardCharsets.UTF_8));
        files.sync();
    }

    /** Says what will no longer be here, to those too who read the archive. */
    public synchronized void writeRetained(String note) {
        archive.ifPresent(kept -> kept.writeNote(Retained.NAME, note));
        writeNote(Retained.NAME, note);
    }

    /** Where the archive is younger than what was said. From another thread, which must not say it over what is said meanwhile. */
    synchronized void carryRetained(TileArchive to) {
        Optional<String> said = note(Retained.NAME);
        if (said.isPresent() && !said.equals(to.note(Retained.NAME))) {
            to.writeNote(Retained.NAME, said.get());
        }
    }

    /** Returns when all that was written keeps its name over a loss of power. */
    void sync() {
        files.sync();
    }

    /** Removes the partial tiles at a place where there is a full one. */
    void removePartials(TilePath full) {
        List<Blobs.Stored> partials = files.list(full.text() + PARTIAL, "", Blobs.MAX_LISTED);
        partials.forEach(partial -> files.delete(partial.name()));
    }
}
