package dev.sallyport.protocols.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

    private static final byte[] HELLO = hello("auth.sallyport.internal", "sallyport-relay", "h2");

    @Test
    void aRealClientHelloSaysWhereItWants() {
        assertThat(ClientHello.peek(ByteBuffer.wrap(HELLO)))
                .isEqualTo(new HelloPeek.Complete(
                        new ClientHello("auth.sallyport.internal", List.of("sallyport-relay", "h2"))));
    }

    @Property
    void howeverItIsSplitIntoRecordsItSaysTheSame(@ForAll @IntRange(min = 8, max = 2000) int size) {
        // Given
        byte[] split = inRecords(HELLO, size);

        // When, Then
        assertThat(ClientHello.peek(ByteBuffer.wrap(split))).isEqualTo(ClientHello.peek(ByteBuffer.wrap(HELLO)));
    }

    @Test
    void everyBeginningAsksForMore() {
        byte[] split = inRecords(HELLO, 40);
        for (int length = 0; length < split.length; length++) {
            assertThat(ClientHello.peek(ByteBuffer.wrap(split, 0, length))).isEqualTo(new HelloPeek.More());
        }
    }

    @Property
    void noBytesMakeItThrow(@ForAll @Size(max = 400) byte[] bytes) {
        assertThat(ClientHello.peek(ByteBuffer.wrap(bytes))).isNotNull();
    }

    @Property(tries = 3000)
    void noChangedByteMakesItThrow(@ForAll @IntRange(min = 0, max = 3000) int at, @ForAll byte value) {
        // Given
        byte[] changed = HELLO.clone();
        changed[at % changed.length] = value;

        // When, Then
        assertThat(ClientHello.peek(ByteBuffer.wrap(changed))).isNotNull();
    }

    @Test
    void oneThatNeverEndsIsCutOff() {
        // Given a hello that claims 16,000 bytes and comes in small records
        byte[] endless = new byte[ClientHello.MAX_BYTES];
        byte[] message = new byte[ClientHello.MAX_BYTES];
        message[0] = 1;
        message[2] = (byte) (16_000 >>> 8);
        ByteBuffer records = ByteBuffer.wrap(endless);
        for (int at = 0; records.remaining() >= 405; at += 400) {
            records.put(new byte[] {22, 3, 1, 1, (byte) 0x90}).put(message, at, 400);
        }
        records.put(new byte[] {22, 3, 1, 1, (byte) 0x90});

        // When, Then
        assertThat(ClientHello.peek(ByteBuffer.wrap(endless))).isInstanceOf(HelloPeek.Malformed.class);
    }

    @Test
    void crumbsAreNotHonest() {
        byte[] crumbs = inRecords(HELLO, 2);
        assertThat(ClientHello.peek(ByteBuffer.wrap(crumbs))).isInstanceOf(HelloPeek.Malformed.class);
    }

    @Test
    void hugeLengthsAndOtherRecordsAreMalformed() {
        for (byte[] bad : new byte[][] {
            {22, 3, 1, 0, 5, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0},
            {22, 3, 1, (byte) 0xff, (byte) 0xff},
            {22, 3, 1, 0, 0},
            {23, 3, 1, 0, 5},
            {22, 2},
            {22, 3, 1, 0, 1, 2},
            {22, 3, 1, 0, 4, 1, 0, 0, 0},
        }) {
            assertThat(ClientHello.peek(ByteBuffer.wrap(bad)))
                    .as(Arrays.toString(bad))
                    .isInstanceOf(HelloPeek.Malformed.class);
        }
    }

    @Test
    void firstBytesTellTheWay() {
        assertThat(opening("")).isEqualTo(Opening.MORE);
        assertThat(opening("\u0016")).isEqualTo(Opening.TLS);
        assertThat(opening("SALLY")).isEqualTo(Opening.MORE);
        assertThat(opening("SALLYKN")).isEqualTo(Opening.MORE);
        assertThat(opening("SALLYKNK!")).isEqualTo(Opening.KNOCK);
        assertThat(opening("SALLYDAT")).isEqualTo(Opening.DATA);
        assertThat(opening("SSH-2.0-OpenSSH")).isEqualTo(Opening.SSH);
        assertThat(opening("GET / HTTP/1.1")).isEqualTo(Opening.UNKNOWN);
        assertThat(opening("SALLYX")).isEqualTo(Opening.UNKNOWN);
    }

    private static Opening opening(String text) {
        return Opening.of(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    }

    private static byte[] inRecords(byte[] hello, int size) {
        ByteArrayOutputStream split = new ByteArrayOutputStream();
        for (int at = 5; at < hello.length; at += size) {
            int length = Math.min(size, hello.length - at);
            split.writeBytes(new byte[] {22, 3, 1, (byte) (length >>> 8), (byte) length});
            split.write(hello, at, length);
        }
        return split.toByteArray();
    }

    private static byte[] hello(String serverName, String... protocols) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            parameters.setApplicationProtocols(protocols);
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(20_000);
            engine.wrap(ByteBuffer.allocate(0), out);
            return Arrays.copyOf(out.array(), out.position());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
