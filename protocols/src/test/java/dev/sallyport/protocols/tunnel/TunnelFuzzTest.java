package dev.sallyport.protocols.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frames and beginnings of data connections: nothing throws, and how the bytes are cut changes nothing. */
class TunnelFuzzTest {

    private static final StreamKey KEY = new StreamKey(new byte[StreamKey.BYTES]);

    @FuzzTest(maxDuration = "60s")
    void frames(byte[] bytes) {
        int cut = bytes.length == 0 ? 0 : (bytes[0] & 0xff) % bytes.length;

        List<String> whole = read(bytes);
        List<String> halves = read(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length));

        assertThat(halves).isEqualTo(whole);
    }

    @FuzzTest(maxDuration = "60s")
    void beginnings(byte[] bytes) {
        DataPreface preface = DataPreface.parse(Arrays.copyOf(bytes, DataPreface.BYTES));
        StartPeek peeked = Start.peek(ByteBuffer.wrap(bytes), new byte[DataPreface.ID_BYTES], KEY);

        assertThat(preface == null || !preface.signedBy(KEY)).isTrue();
        assertThat(peeked).isNotInstanceOf(StartPeek.Genuine.class);
    }

    private static List<String> read(byte[]... pieces) {
        FrameReader reader = new FrameReader();
        List<String> frames = new ArrayList<>();
        for (byte[] piece : pieces) {
            ByteBuffer view = ByteBuffer.wrap(piece);
            FrameOutcome outcome = reader.next(view);
            while (outcome instanceof FrameOutcome.Frame(byte[] payload)) {
                frames.add(Arrays.toString(payload));
                outcome = reader.next(view);
            }
            if (outcome instanceof FrameOutcome.Impossible(long length)) {
                frames.add("impossible " + length);
                return frames;
            }
        }
        return frames;
    }
}
