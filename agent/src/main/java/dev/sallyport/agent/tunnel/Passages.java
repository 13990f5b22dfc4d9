package dev.sallyport.agent.tunnel;

import dev.sallyport.agent.ssh.Inbound;
import dev.sallyport.protocols.tunnel.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a paired data connection to the SSH service; where the client comes in TLS, that is taken off first. */
final class Passages {

    private static final Logger log = LoggerFactory.getLogger(Passages.class);

    /** For the client's part of the handshake. */
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /** For the farewell of TLS, before the socket is cut. */
    private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(5);

    private final TunnelTls tls;
    private final Consumer<Inbound> service;
    private final ScheduledExecutorService timer;

    Passages(TunnelTls tls, Consumer<Inbound> service, ScheduledExecutorService timer) {
        this.tls = tls;
        this.service = service;
        this.timer = timer;
    }

    /** Hands over, or closes the connection. */
    void begin(DataLink link, Start start) {
        log.debug("passage begins session={} source={} service={}", start.sessionId(), start.source(), start.service());
        try {
            service.accept(
                    switch (start.service()) {
                        case SSH -> link.inbound(start);
                        case SSH_IN_TLS -> unwrap(link, start);
                    });
        } catch (IOException e) {
            log.info(
                    "passage without tls session={} source={} reason={}",
                    start.sessionId(),
                    start.source(),
                    e.toString());
            link.close();
        } catch (RuntimeException e) {
            log.error("passage failed session={}", start.sessionId(), e);
            link.close();
        }
    }

    private Inbound unwrap(DataLink link, Start start) throws IOException {
        ScheduledFuture<?> cut = timer.schedule(link::close, HANDSHAKE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        SSLSocket inner = tls.passage(link.below());
        cut.cancel(false);
        return new Inbound.Wrapped(
                inner.getInputStream(),
                inner.getOutputStream(),
                () -> farewell(inner, link),
                start.sessionId().toString(),
                start.source());
    }

    private void farewell(SSLSocket inner, DataLink link) throws IOException {
        ScheduledFuture<?> cut = timer.schedule(link::close, FAREWELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        inner.close();
        link.close();
        cut.cancel(false);
    }
}
