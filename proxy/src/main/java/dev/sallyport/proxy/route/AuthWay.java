package dev.sallyport.proxy.route;

import dev.sallyport.proxy.guard.Admission;
import dev.sallyport.proxy.relay.HeldBytes;
import dev.sallyport.proxy.relay.Relays;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS with the server name of auth: passed on to auth as it is, the ClientHello first. */
public final class AuthWay {

    private static final Logger log = LoggerFactory.getLogger(AuthWay.class);

    private final Bootstrap dialer;
    private final AuthAddress auth;
    private final Relays relays;

    /** @param dialer makes outgoing connections that do not read by themselves; its event loops are not used */
    public AuthWay(Bootstrap dialer, AuthAddress auth, Relays relays) {
        this.dialer = dialer;
        this.auth = auth;
        this.relays = relays;
    }

    /** Connects and copies; {@code hello} is taken over. */
    public void pass(Channel client, ByteBuf hello, Admission admission) {
        InetSocketAddress address = auth.current();
        HeldBytes held = new HeldBytes();
        held.keep(hello);
        client.pipeline().addLast(held);
        if (address.isUnresolved()) {
            log.warn("auth not reached reason=\"its name is not known\" address={}", address);
            var _ = client.close();
            return;
        }
        dialer.clone(client.eventLoop()).handler(nothing()).connect(address).addListener(connected -> {
            Channel there = ((ChannelFuture) connected).channel();
            if (!connected.isSuccess()) {
                log.warn(
                        "auth not reached address={} reason=\"{}\"",
                        address,
                        connected.cause().toString());
                var _ = client.close();
            } else if (!client.isActive()) {
                var _ = there.close();
            } else {
                admission.proved();
                announce(client, there);
                relays.join(client, there, held, "to=auth");
            }
        });
    }

    /** Tells auth whom it is for (PROXY protocol, version 2): auth limits what one address may try, and this proxy is many. */
    private static void announce(Channel client, Channel there) {
        if (client.remoteAddress() instanceof InetSocketAddress source
                && client.localAddress() instanceof InetSocketAddress own) {
            there.pipeline().addFirst(HAProxyMessageEncoder.INSTANCE);
            var _ = there.write(new HAProxyMessage(
                    HAProxyProtocolVersion.V2,
                    HAProxyCommand.PROXY,
                    source.getAddress() instanceof Inet6Address
                            ? HAProxyProxiedProtocol.TCP6
                            : HAProxyProxiedProtocol.TCP4,
                    source.getAddress().getHostAddress(),
                    own.getAddress().getHostAddress(),
                    source.getPort(),
                    own.getPort()));
            there.pipeline().remove(HAProxyMessageEncoder.INSTANCE);
        }
    }

    /** A pipeline needs a handler; this one does nothing. */
    private static ChannelHandler nothing() {
        return new ChannelInboundHandlerAdapter();
    }
}
