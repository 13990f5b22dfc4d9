package dev.sallyport.audit.log;

import java.util.Optional;

/**
 * A place where a log's entries are, to be compared with the log's hashes.
 *
 * @param name for people: {@code tiles}, {@code store}
 */
public record EntrySource(String name, TileSource bundles) {

    Optional<byte[]> bundle(TilePath hashes) {
        return bundles.read(hashes.entries());
    }
}
