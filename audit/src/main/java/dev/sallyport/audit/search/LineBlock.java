package dev.sallyport.audit.search;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Some lines, one after the other: microseconds 8, kind 1, length 4, UTF-8. Packed with zstd. */
final class LineBlock {

    /** A block that is this long is full. */
    static final int FULL = 64 * 1024;

    /** Most bytes that anything in an index unpacks to. */
    static final int MOST = 1 << 20;

    private static final int LEVEL = 3;
    private static final int FRAME = Long.BYTES + 1 + Integer.BYTES;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void add(TextLine line) {
        byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
        byte[] head = ByteBuffer.allocate(FRAME)
                .putLong(line.micros())
                .put(line.kind().code)
                .putInt(text.length)
                .array();
        out.writeBytes(head);
        out.writeBytes(text);
    }

    int size() {
        return out.size();
    }

    byte[] pack() {
        return pack(out.toByteArray());
    }

    static byte[] pack(byte[] plain) {
        return Zstd.compress(plain, LEVEL);
    }

    static byte[] unpack(byte[] packed) {
        try {
            long size = Zstd.getFrameContentSize(packed);
            if (size < 0 || size > MOST) {
                throw damaged(null);
            }
            return Zstd.decompress(packed, (int) size);
        } catch (ZstdException broken) {
            throw damaged(broken);
        }
    }

    static void read(byte[] packed, Consumer<TextLine> to) {
        ByteBuffer in = ByteBuffer.wrap(unpack(packed));
        try {
            while (in.hasRemaining()) {
                long micros = in.getLong();
                TextLine.Kind kind = TextLine.Kind.of(in.get());
                byte[] text = new byte[Math.clamp(in.getInt(), 0, in.remaining())];
                in.get(text);
                to.accept(new TextLine(micros, kind, new String(text, StandardCharsets.UTF_8)));
            }
        } catch (BufferUnderflowException tooShort) {
            throw damaged(tooShort);
        }
    }

    private static Failure damaged(@org.jspecify.annotations.Nullable RuntimeException cause) {
        String text = "a recording's index is damaged: remove it, it is made again";
        return cause == null ? Failure.of(FailureCode.INTERNAL, text) : Failure.of(FailureCode.INTERNAL, text, cause);
    }
}
