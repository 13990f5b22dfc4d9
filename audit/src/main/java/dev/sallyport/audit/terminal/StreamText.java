package dev.sallyport.audit.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The UTF-8 text of a stream whose bytes are cut anywhere; what is none becomes U+FFFD. A long run of NUL, which draws nothing, comes
 * as a few: whole disks are copied through sessions, and most of a disk is empty.
 */
public final class StreamText {

    /** A run of NUL that is longer is cut to at most this and one. */
    static final int LONG_RUN = 64;

    private static final byte[] NULS = new byte[64 * 1024];

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    public String next(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length).put(rest);
        squeeze(bytes, in);
        in.flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        rest = new byte[in.remaining()];
        in.get(rest);
        return out.flip().toString();
    }

    /** Looks at every so manieth byte only: a run that is longer cannot hide between two of them. */
    private static void squeeze(byte[] bytes, ByteBuffer to) {
        int from = 0;
        for (int i = LONG_RUN; i < bytes.length; i += LONG_RUN) {
            if (bytes[i] == 0) {
                int end = endOfRun(bytes, i);
                if (end - i >= LONG_RUN) {
                    to.put(bytes, from, i + 1 - from);
                    from = end;
                    i = end;
                }
            }
        }
        to.put(bytes, from, bytes.length - from);
    }

    private static int endOfRun(byte[] bytes, int start) {
        int end = start;
        int different;
        do {
            int length = Math.min(NULS.length, bytes.length - end);
            different = Arrays.mismatch(bytes, end, end + length, NULS, 0, length);
            end += different < 0 ? length : different;
        } while (different < 0 && end < bytes.length);
        return end;
    }
}
