package dev.sallyport.agent.tunnel;

import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.ProxyWelcome;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * What the proxy says first, checked.
 *
 * @param streamId 16 bytes
 * @param spares to keep
 * @param ping time between pings; three times as long without a frame ends the stream
 */
record Welcome(byte[] streamId, StreamKey key, int spares, Duration ping) {

    private static final int LONGEST_PING_SECONDS = 300;

    /** More, and certificates and roles would be judged at a wrong time. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** @param now by this machine's clock */
    static Welcome of(ControlFrame frame, Instant now) throws IOException {
        if (!frame.hasProxyWelcome()) {
            throw new IOException("the proxy's first frame is " + frame.getFrameCase() + ", not a welcome");
        }
        ProxyWelcome welcome = frame.getProxyWelcome();
        if (welcome.getStreamId().size() != DataPreface.ID_BYTES
                || welcome.getStreamKey().size() != StreamKey.BYTES
                || welcome.getSpares() < 0
                || welcome.getPingSeconds() < 1
                || welcome.getPingSeconds() > LONGEST_PING_SECONDS
                || welcome.getTimeSeconds() < 0
                || welcome.getTimeSeconds() > Instant.MAX.getEpochSecond()) {
            throw new IOException("the proxy's welcome has values out of bounds");
        }
        if (welcome.getTimeSeconds() != 0) {
            requireSameTime(Instant.ofEpochSecond(welcome.getTimeSeconds()), now);
        }
        return new Welcome(
                welcome.getStreamId().toByteArray(),
                new StreamKey(welcome.getStreamKey().toByteArray()),
                welcome.getSpares(),
                Duration.ofSeconds(welcome.getPingSeconds()));
    }

    private static void requireSameTime(Instant proxy, Instant own) throws IOException {
        Duration ahead = Duration.between(proxy, own);
        if (ahead.abs().compareTo(CLOCK_TOLERANCE) > 0) {
            throw new IOException("this machine's clock is " + ahead.abs().toSeconds() + " s "
                    + (ahead.isNegative() ? "behind" : "ahead of") + " the proxy's (" + proxy + "), expected at most "
                    + CLOCK_TOLERANCE.toSeconds() + " s. Next: set the clock");
        }
    }

    /** Silence that ends the stream. */
    Duration silence() {
        return ping.multipliedBy(3);
    }
}
