package dev.sallyport.audit.recording;

import dev.sallyport.pki.hpke.OpeningKey;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a reader opens an encrypted recording with.
 *
 * @param opening private keys, for which the recording's key may be wrapped
 * @param given the key of a chunk that brings one, by the chunk's index, where somebody opened it for the reader already
 */
public record ReadingKeys(List<OpeningKey> opening, IntFunction<Optional<byte[]>> given) {

    /** For what is not encrypted. */
    public static final ReadingKeys NONE = of(List.of());

    public ReadingKeys {
        opening = List.copyOf(opening);
    }

    /** Private keys alone. */
    public static ReadingKeys of(List<OpeningKey> opening) {
        return new ReadingKeys(opening, _ -> Optional.empty());
    }

    /**
     * The key that a chunk brings, for a reader who may have it.
     *
     * @param chunk whole
     * @return empty where it brings none, or one that none of the private keys opens
     */
    public Optional<byte[]> keyOf(byte[] chunk) {
        return ChunkUnpacker.bringsKey(chunk) ? KeyEnvelope.of(chunk).opened(opening) : Optional.empty();
    }
}
