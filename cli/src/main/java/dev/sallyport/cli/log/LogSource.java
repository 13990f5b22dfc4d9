package dev.sallyport.cli.log;

import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TileSource;
import java.util.List;
import java.util.Optional;

/** Where a log is read. */
public interface LogSource extends TileSource {

    /** The newest checkpoint. @throws dev.sallyport.model.Failure NOT_FOUND where there is none */
    SignedNote checkpoint();

    /** The newest one that this witness signed. */
    Optional<SignedNote> witnessed(NoteKey witness);

    /** The note of what is past retention; empty where all entries are kept. */
    Optional<SignedNote> retained();

    /** Everything that is to be compared with the hashes. */
    List<EntrySource> entries();
}
