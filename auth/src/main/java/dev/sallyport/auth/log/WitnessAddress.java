package dev.sallyport.auth.log;

import dev.sallyport.audit.log.NoteKey;
import java.net.URI;

/**
 * A witness that is to sign the log.
 *
 * @param url of the witness, without {@code /add-checkpoint}
 */
public record WitnessAddress(URI url, NoteKey key) {}
