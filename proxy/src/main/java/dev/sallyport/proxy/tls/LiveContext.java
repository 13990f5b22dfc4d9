package dev.sallyport.proxy.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context that is made anew when what it was made of has changed, such as a renewed certificate. Making one costs a millisecond,
 * asking for one a comparison. Where the new one cannot be made, the old one stays.
 */
final class LiveContext implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveContext.class);

    private final Supplier<?> origin;
    private final Maker maker;
    private @Nullable Object madeOf;
    private @Nullable SslContext context;

    /** Makes a context of what there is now. */
    @FunctionalInterface
    interface Maker {
        SslContext make() throws SSLException;
    }

    /** @param origin what the context is made of, compared by {@code equals} */
    LiveContext(Supplier<?> origin, Maker maker) {
        this.origin = origin;
        this.maker = maker;
    }

    /**
     * A handler for one connection. Its handshake has no limit of its own: the connection's admission has.
     *
     * @throws SSLException where there has never been a usable certificate
     */
    synchronized SslHandler handler(ByteBufAllocator allocator) throws SSLException {
        Object now = origin.get();
        if (context == null || !now.equals(madeOf)) {
            renew(now);
        }
        if (context == null) {
            throw new SSLException("no certificate that could be used");
        }
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private void renew(Object now) throws SSLException {
        madeOf = now;
        try {
            SslContext fresh = maker.make();
            if (fresh.sessionContext() instanceof OpenSslSessionContext sessions) {
                // A resumed session would bring back an identity that has ended since.
                sessions.setSessionCacheEnabled(false);
            }
            close();
            context = fresh;
        } catch (SSLException | IllegalArgumentException e) {
            if (context == null) {
                throw new SSLException("the certificate cannot be used: " + e.getMessage(), e);
            }
            log.warn("certificate not taken over reason=\"{}\" next=\"the one before stays\"", e.getMessage());
        }
    }

    /** Connections that have a handler of it keep it alive for themselves. */
    @Override
    public synchronized void close() {
        ReferenceCountUtil.release(context);
        context = null;
    }
}
