package dev.sallyport.proxy.listener;

import dev.sallyport.pki.ServerNames;
import dev.sallyport.protocols.tls.ClientHello;
import dev.sallyport.proxy.gateway.Gateway;
import dev.sallyport.proxy.guard.Admission;
import dev.sallyport.proxy.route.AuthWay;
import dev.sallyport.proxy.route.Doorway;
import dev.sallyport.proxy.route.Farewell;
import dev.sallyport.proxy.tls.ServerTls;
import dev.sallyport.proxy.tunnel.ControlHandler;
import dev.sallyport.proxy.tunnel.DataHandler;
import dev.sallyport.proxy.tunnel.Tunnels;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where connections go when their beginning is known. Each way takes over the bytes that came so far. */
public final class Ways {

    private static final Logger log = LoggerFactory.getLogger(Ways.class);
    private static final byte[] SSH_HINT =
            "This is a Sallyport proxy, not an SSH server. Next: 'sally ssh HOST', or 'sally config' for plain ssh.\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerTls tls;
    private final Tunnels tunnels;
    private final Doorway doorway;
    private final AuthWay auth;
    private final Gateway gateway;

    /** The ways of one port. */
    public Ways(ServerTls tls, Tunnels tunnels, Doorway doorway, AuthWay auth, Gateway gateway) {
        this.tls = tls;
        this.tunnels = tunnels;
        this.doorway = doorway;
        this.auth = auth;
        this.gateway = gateway;
    }

    void knock(Channel channel, byte[] body, ByteBuf rest, Admission admission) {
        doorway.bareKnock(channel, body, rest, admission);
    }

    void data(Channel channel, ByteBuf began, Admission admission) {
        behind(channel.pipeline().addLast(new DataHandler(tunnels, admission)), began);
        var _ = channel.read();
    }

    void ssh(Channel channel, ByteBuf began) {
        began.release();
        Farewell.say(channel, SSH_HINT);
    }

    void tls(Channel channel, ClientHello hello, ByteBuf began, Admission admission) {
        String name = hello.serverName() == null ? "" : hello.serverName().toLowerCase(Locale.ROOT);
        if (hello.protocols().contains(ServerTls.CONTROL)) {
            control(channel, began, admission);
        } else if (hello.protocols().contains(ServerTls.DATA)) {
            dataInTls(channel, began, admission);
        } else if (hello.protocols().contains(ServerTls.RELAY)) {
            doorway.sniKnock(channel, name, began, admission);
        } else if (name.equals(ServerNames.AUTH)) {
            auth.pass(channel, began, admission);
        } else {
            gateway(channel, began);
        }
    }

    private void control(Channel channel, ByteBuf began, Admission admission) {
        if (tunnels.draining()) {
            began.release();
            var _ = channel.close();
            return;
        }
        SslHandler handler = agentTls(channel, began);
        if (handler != null) {
            channel.config().setAutoRead(true);
            behind(channel.pipeline().addLast(handler).addLast(new ControlHandler(tls, tunnels, admission)), began);
        }
    }

    private void dataInTls(Channel channel, ByteBuf began, Admission admission) {
        SslHandler handler = agentTls(channel, began);
        if (handler != null) {
            channel.config().setAutoRead(true);
            behind(channel.pipeline().addLast(handler).addLast(new DataHandler(tunnels, admission)), began);
        }
    }

    private void gateway(Channel channel, ByteBuf began) {
        try {
            ChannelPipeline pipeline = channel.pipeline().addLast(tls.gatewayHandler(channel.alloc()));
            gateway.addTo(pipeline);
            channel.config().setAutoRead(true);
            behind(pipeline, began);
        } catch (SSLException e) {
            refuse(channel, began, e);
        }
    }

    private @Nullable SslHandler agentTls(Channel channel, ByteBuf began) {
        try {
            return tls.agentHandler(channel.alloc());
        } catch (SSLException e) {
            refuse(channel, began, e);
            return null;
        }
    }

    private static void refuse(Channel channel, ByteBuf began, SSLException e) {
        log.warn("no TLS here reason=\"{}\"", e.getMessage());
        began.release();
        var _ = channel.close();
    }

    /** Gives the handlers that now stand in the pipeline what came before they did. */
    private static void behind(ChannelPipeline pipeline, ByteBuf began) {
        pipeline.fireChannelRead(began).fireChannelReadComplete();
    }
}
