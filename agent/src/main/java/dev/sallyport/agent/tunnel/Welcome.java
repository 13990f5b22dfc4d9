package dev.sallyport.agent.tunnel;

import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.ProxyWelcome;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.IOException;
import java.time.Duration;

/**
 * What the proxy says first, checked.
 *
 * @param streamId 16 bytes
 * @param spares to keep
 * @param ping time between pings; three times as long without a frame ends the stream
 */
record Welcome(byte[] streamId, StreamKey key, int spares, Duration ping) {

    private static final int LONGEST_PING_SECONDS = 300;

    static Welcome of(ControlFrame frame) throws IOException {
        if (!frame.hasProxyWelcome()) {
            throw new IOException("the proxy's first frame is " + frame.getFrameCase() + ", not a welcome");
        }
        ProxyWelcome welcome = frame.getProxyWelcome();
        if (welcome.getStreamId().size() != DataPreface.ID_BYTES
                || welcome.getStreamKey().size() != StreamKey.BYTES
                || welcome.getSpares() < 0
                || welcome.getPingSeconds() < 1
                || welcome.getPingSeconds() > LONGEST_PING_SECONDS) {
            throw new IOException("the proxy's welcome has values out of bounds");
        }
        return new Welcome(
                welcome.getStreamId().toByteArray(),
                new StreamKey(welcome.getStreamKey().toByteArray()),
                welcome.getSpares(),
                Duration.ofSeconds(welcome.getPingSeconds()));
    }

    /** Silence that ends the stream. */
    Duration silence() {
        return ping.multipliedBy(3);
    }
}
