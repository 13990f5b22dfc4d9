package dev.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.ReferenceCountUtil;

/** PROXY headers, as auth takes them from whoever reaches its port: the library reads them, and this is what we expect of it. */
class ProxyHeaderFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void decode(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                if (message instanceof HAProxyMessage header) {
                    assertThat(header.sourcePort()).isBetween(0, 65_535);
                }
                ReferenceCountUtil.release(message);
            }
        } catch (DecoderException e) {
            assertThat(channel.isOpen()).isFalse();
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
