package dev.sallyport.audit.recording;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes the entries out of a chunk's body. What the header promises bounds the memory, whatever the body claims. Chunks come in order, the first first. */
final class ChunkUnpacker {

    private final ReadingKeys keys;
    private byte @Nullable [] recordingKey;

    ChunkUnpacker() {
        this(ReadingKeys.NONE);
    }

    ChunkUnpacker(ReadingKeys keys) {
        this.keys = keys;
    }

    static boolean bringsKey(byte[] chunk) {
        ChunkHeader header = ChunkHeader.read(ByteBuffer.wrap(chunk));
        return header.encrypted() && header.bringsKey();
    }

    byte[] unpack(ChunkHeader header, byte[] chunk) {
        if (!header.encrypted()) {
            return decompress(header, chunk, ChunkHeader.BYTES, header.bodyLength());
        }
        ByteBuffer body = ByteBuffer.wrap(chunk, ChunkHeader.BYTES, header.bodyLength());
        byte[] packed = ChunkCipher.open(chunk, body, key(header, body));
        return decompress(header, packed, 0, packed.length);
    }

    /** A chunk that brings no key has that of the first. */
    private byte[] key(ChunkHeader header, ByteBuffer body) {
        if (header.bringsKey()) {
            KeyEnvelope envelope = KeyEnvelope.read(header.session(), body);
            byte[] key = keys.given()
                    .apply(header.index())
                    .map(KeyEnvelope::checked)
                    .or(() -> envelope.opened(keys.opening()))
                    .orElseThrow(envelope::closed);
            if (header.index() == 0) {
                recordingKey = key;
            }
            return key;
        }
        byte[] first = recordingKey;
        if (first == null) {
            throw Failure.of(FailureCode.INVALID, "recording: chunk " + header.index() + " has no key");
        }
        return first;
    }

    private static byte[] decompress(ChunkHeader header, byte[] packed, int offset, int bytes) {
        byte[] raw = new byte[header.rawLength()];
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            int length = zstd.decompressByteArray(raw, 0, raw.length, packed, offset, bytes);
            if (length == raw.length) {
                return raw;
            }
            throw wrongLength(header, null);
        } catch (ZstdException damaged) {
            throw wrongLength(header, damaged);
        }
    }

    private static Failure wrongLength(ChunkHeader header, @Nullable Throwable cause) {
        String text = "recording: chunk " + header.index() + " does not unpack to the " + header.rawLength()
                + " bytes it promises";
        return cause == null ? Failure.of(FailureCode.INVALID, text) : Failure.of(FailureCode.INVALID, text, cause);
    }
}
