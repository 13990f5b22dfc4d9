package dev.sallyport.proxy.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time that one connection has to prove something. All on that connection's event loop. */
public final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final Admissions admissions;
    private final Slot slot;
    private final Channel channel;
    private @Nullable Future<?> deadline;
    private boolean over;

    Admission(Admissions admissions, Slot slot, Channel channel, Duration timeToProve) {
        this.admissions = admissions;
        this.slot = slot;
        this.channel = channel;
        this.deadline = channel.eventLoop().schedule(this::tooLate, timeToProve.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The connection proved what it is: neither the deadline nor the source's limit concerns it any more. */
    public void proved() {
        if (!over) {
            over = true;
            if (deadline != null) {
                deadline.cancel(false);
                deadline = null;
            }
            slot.proved();
        }
    }

    void end() {
        proved();
        slot.end();
    }

    private void tooLate() {
        if (!over) {
            admissions.tooSlow();
            log.debug("closed reason=\"no proof in time\" source={}", channel.remoteAddress());
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = channel.close();
        }
    }
}
