package dev.sallyport.audit.recording;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import org.jspecify.annotations.Nullable;

/** Takes the entries out of a chunk's body. What the header promises bounds the memory, whatever the body claims. */
final class ChunkUnpacker {

    byte[] unpack(ChunkHeader header, byte[] chunk) {
        byte[] raw = new byte[header.rawLength()];
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            int length = zstd.decompressByteArray(raw, 0, raw.length, chunk, ChunkHeader.BYTES, header.bodyLength());
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
