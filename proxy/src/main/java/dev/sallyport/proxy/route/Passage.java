package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.proxy.tunnel.DataConnection;
import dev.sallyport.proxy.tunnel.DialFailure;
import dev.sallyport.proxy.tunnel.DialListener;
import dev.sallyport.proxy.tunnel.NodeStream;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Gets from a host's streams to a data connection whose session has started: the newest stream first, the next where one is gone. Tells
 * its outcome once, on the event loop that it was given.
 */
public final class Passage implements DialListener {

    private final EventLoop loop;
    private final Service service;
    private final UUID session;
    private final String source;
    private final Iterator<NodeStream> streams;
    private final NodeStream first;
    private final Consumer<Channel> opened;
    private final BiConsumer<KnockAnswer, String> refused;
    private NodeStream dialled;

    private Passage(
            EventLoop loop,
            Service service,
            UUID session,
            String source,
            List<NodeStream> streams,
            Consumer<Channel> opened,
            BiConsumer<KnockAnswer, String> refused) {
        this.loop = loop;
        this.service = service;
        this.session = session;
        this.source = source;
        this.streams = streams.iterator();
        this.first = streams.getFirst();
        this.dialled = first;
        this.opened = opened;
        this.refused = refused;
    }

    /**
     * Begins; returns at once.
     *
     * @param loop that the data connection will be on
     * @param opened takes the data connection's channel, which does not read by itself yet
     * @param refused hears why there is none
     */
    public static void open(
            EventLoop loop,
            Service service,
            UUID session,
            String source,
            List<NodeStream> streams,
            Consumer<Channel> opened,
            BiConsumer<KnockAnswer, String> refused) {
        Passage passage = new Passage(loop, service, session, source, streams, opened, refused);
        loop.execute(passage::next);
    }

    private void next() {
        dialled = streams.next();
        dialled.dial(loop, this);
    }

    @Override
    public void connected(DataConnection connection) {
        // A spare that was gone unnoticed has cost no time: dial again.
        connection.start(loop, service, session, source, opened, () -> dialled.dial(loop, this));
    }

    @Override
    public void failed(DialFailure why) {
        loop.execute(() -> {
            if (why.kind() == DialFailure.Kind.GONE && streams.hasNext()) {
                next();
            } else {
                refused.accept(answer(why.kind()), text(why));
            }
        });
    }

    private static KnockAnswer answer(DialFailure.Kind kind) {
        return switch (kind) {
            case REFUSED, TIMEOUT, GONE -> KnockAnswer.UNREACHABLE;
            case BUSY -> KnockAnswer.BUSY;
        };
    }

    private String text(DialFailure why) {
        return "'" + first.node().name() + "' did not connect back: " + why.reason()
                + ". Next: try again; if it stays so, look at the agent's log";
    }
}
