package dev.sallyport.witness;

import dev.sallyport.audit.log.NoteKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a witness is told at its start.
 *
 * @param name under which it signs
 * @param listen where logs bring their checkpoints; HTTP, because everything that counts is signed
 * @param logs the keys of those that it watches
 * @param dataDir its own folder: its key, and what it saw
 */
public record WitnessSettings(String name, InetSocketAddress listen, List<NoteKey> logs, Path dataDir) {

    public WitnessSettings {
        logs = List.copyOf(logs);
    }
}
