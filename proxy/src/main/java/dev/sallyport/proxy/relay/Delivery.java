package dev.sallyport.proxy.relay;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;

/** The promise of a batch's last write, with how many bytes are delivered when it is kept. */
final class Delivery extends DefaultChannelPromise {

    private final long upTo;

    Delivery(Channel channel, long upTo) {
        super(channel);
        this.upTo = upTo;
    }

    long upTo() {
        return upTo;
    }
}
