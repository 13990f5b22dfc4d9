package dev.sallyport.proxy.listener;

import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.guard.Admission;
import dev.sallyport.proxy.guard.Admissions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;

/** Meets every new connection: admits it, or resets it at once. */
public final class Acceptor extends ChannelInitializer<Channel> {

    private final Admissions admissions;
    private final Ways ways;
    private final Counts counts;

    /** For one port. */
    public Acceptor(Admissions admissions, Ways ways, Counts counts) {
        this.admissions = admissions;
        this.ways = ways;
        this.counts = counts;
    }

    @Override
    protected void initChannel(Channel channel) {
        Admission admission = admissions.admit(channel);
        if (admission == null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = channel.close();
        } else {
            channel.pipeline().addLast(new FirstBytes(ways, admission, counts));
        }
    }
}
