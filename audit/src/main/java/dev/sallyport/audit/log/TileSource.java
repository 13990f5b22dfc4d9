package dev.sallyport.audit.log;

import java.util.Optional;

/** Where tiles are read from: a folder, a network. */
@FunctionalInterface
public interface TileSource {

    /** A tile's bytes; empty where there is none. A full tile may come for a partial one: it begins the same. */
    Optional<byte[]> read(TilePath path);
}
