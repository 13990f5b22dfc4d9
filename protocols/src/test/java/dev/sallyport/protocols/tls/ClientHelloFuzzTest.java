package dev.sallyport.protocols.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** First bytes of strangers: whatever they are, they are understood, refused, or more is wanted. */
class ClientHelloFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void peek(byte[] bytes) {
        Opening opening = Opening.of(ByteBuffer.wrap(bytes));
        HelloPeek peeked = ClientHello.peek(ByteBuffer.wrap(bytes));

        assertThat(opening).isNotNull();
        switch (peeked) {
            case HelloPeek.Complete(ClientHello hello) ->
                assertThat(hello.protocols().size()).isLessThanOrEqualTo(ClientHello.MAX_BYTES);
            case HelloPeek.Malformed(String reason) -> assertThat(reason).isNotBlank();
            case HelloPeek.More _ -> assertThat(bytes.length).isLessThan(ClientHello.MAX_BYTES);
        }
    }
}
