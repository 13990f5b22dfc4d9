package dev.sallyport.protocols.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TunnelTest {

    private static final StreamKey KEY = new StreamKey(bytes(32, 1));
    private static final StreamKey OTHER_KEY = new StreamKey(bytes(32, 2));
    private static final byte[] STREAM = bytes(16, 3);
    private static final byte[] DIAL = bytes(16, 4);
    private static final byte[] NONCE = bytes(16, 5);

    @Test
    void aPrefaceIsProvedByItsStreamsKeyOnly() {
        // Given
        byte[] bytes = DataPreface.answer(STREAM, DIAL, NONCE, KEY);

        // When
        DataPreface preface = DataPreface.parse(bytes);

        // Then
        assertThat(bytes).hasSize(DataPreface.BYTES);
        assertThat(preface).isNotNull();
        assertThat(preface.kind()).isEqualTo(DataKind.ANSWER);
        assertThat(preface.streamId()).isEqualTo(STREAM);
        assertThat(preface.dialId()).isEqualTo(DIAL);
        assertThat(preface.nonce()).isEqualTo(NONCE);
        assertThat(preface.signedBy(KEY)).isTrue();
        assertThat(preface.signedBy(OTHER_KEY)).isFalse();
    }

    @Property
    void aChangedPrefaceIsNeverProved(@ForAll @IntRange(min = 0, max = 703) int bit) {
        byte[] bytes = DataPreface.spare(STREAM, NONCE, KEY);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        DataPreface preface = DataPreface.parse(bytes);
        assertThat(preface != null && preface.signedBy(KEY)).isFalse();
    }

    @Property
    void noBytesMakeAPrefaceThrow(@ForAll @Size(max = 100) byte[] bytes) {
        assertThat(DataPreface.parse(bytes)).isNull();
    }

    @Property
    void aStartTellsTheSession(@ForAll Service service, @ForAll @IntRange(max = 64, min = 0) int sourceLength) {
        // Given
        Start start = new Start(service, new UUID(7, 8), "1".repeat(sourceLength));
        byte[] bytes = start.encode(NONCE, KEY);

        // When, Then: every beginning asks for more, what follows is left alone
        for (int length = 0; length < bytes.length; length++) {
            int given = length;
            assertThat(Start.peek(ByteBuffer.wrap(bytes, 0, length), NONCE, KEY))
                    .isInstanceOfSatisfying(
                            StartPeek.More.class,
                            more -> assertThat(more.bytes()).isGreaterThan(given));
        }
        assertThat(Start.peek(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 9)), NONCE, KEY))
                .isEqualTo(new StartPeek.Genuine(start, bytes.length));
    }

    @Property
    void aChangedStartIsWrong(@ForAll @IntRange(min = 0, max = 471) int bit) {
        byte[] bytes = new Start(Service.SSH, new UUID(7, 8), "10.0.0.1:5").encode(NONCE, KEY);
        bytes[bit / 8 % bytes.length] ^= (byte) (1 << bit % 8);
        assertThat(Start.peek(ByteBuffer.wrap(bytes), NONCE, KEY)).isNotInstanceOf(StartPeek.Genuine.class);
    }

    @Test
    void aStartForAnotherConnectionIsWrong() {
        byte[] bytes = new Start(Service.SSH, new UUID(7, 8), "10.0.0.1:5").encode(NONCE, KEY);
        assertThat(Start.peek(ByteBuffer.wrap(bytes), bytes(16, 9), KEY)).isInstanceOf(StartPeek.Wrong.class);
        assertThat(Start.peek(ByteBuffer.wrap(bytes), NONCE, OTHER_KEY)).isInstanceOf(StartPeek.Wrong.class);
    }

    @Property
    void noBytesMakeAStartThrow(@ForAll @Size(max = 200) byte[] bytes) {
        assertThat(Start.peek(ByteBuffer.wrap(bytes), NONCE, KEY)).isNotInstanceOf(StartPeek.Genuine.class);
    }

    @Property
    void framesComeOutAsTheyWentInHoweverTheyAreCut(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 65_536) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 70_000) int cut) {
        // Given
        ByteBuffer wire = ByteBuffer.allocate(5 * (FrameReader.MAX_PAYLOAD_BYTES + 4));
        sizes.forEach(size -> wire.put(FrameReader.encode(bytes(size, size))));
        wire.flip();

        // When
        List<byte[]> frames = new ArrayList<>();
        FrameReader reader = new FrameReader();
        while (wire.hasRemaining()) {
            ByteBuffer piece = wire.slice(wire.position(), Math.min(cut, wire.remaining()));
            while (reader.next(piece) instanceof FrameOutcome.Frame(byte[] payload)) {
                frames.add(payload);
            }
            assertThat(piece.hasRemaining()).isFalse();
            wire.position(wire.position() + piece.limit());
        }

        // Then
        assertThat(frames).hasSize(sizes.size());
        for (int i = 0; i < frames.size(); i++) {
            assertThat(Arrays.equals(frames.get(i), bytes(sizes.get(i), sizes.get(i))))
                    .isTrue();
        }
    }

    @Test
    void lengthsThatNoFrameHasEndTheStream() {
        for (int length : new int[] {0, FrameReader.MAX_PAYLOAD_BYTES + 1, Integer.MAX_VALUE, -1}) {
            ByteBuffer wire = ByteBuffer.allocate(4).putInt(length).flip();
            assertThat(new FrameReader().next(wire))
                    .isEqualTo(new FrameOutcome.Impossible(Integer.toUnsignedLong(length)));
        }
    }

    @Test
    void keysDoNotShow() {
        assertThat(KEY.toString()).isEqualTo("StreamKey[***]");
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }
}
