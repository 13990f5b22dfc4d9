package dev.sallyport.agent.tunnel;

import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/** What every stream of a tunnel works with. */
record Around(
        TunnelSettings settings,
        TunnelTls tls,
        Passages passages,
        PolicyPost policy,
        AsynchronousChannelGroup group,
        SecureRandom random,
        InstantSource clock,
        ScheduledExecutorService timer) {

    Opener opener(InetSocketAddress proxy, Welcome welcome) {
        return new Opener(proxy, welcome.streamId(), welcome.key(), tls, settings, group, random, timer);
    }
}
