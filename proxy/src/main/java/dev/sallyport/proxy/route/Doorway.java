package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.knock.KnockLabels;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.guard.Admission;
import dev.sallyport.proxy.relay.HeldBytes;
import dev.sallyport.proxy.relay.Relays;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Takes a client whose knock is complete, and ends with a relay or a refusal. All on the client's event loop. */
public final class Doorway {

    private static final Logger log = LoggerFactory.getLogger(Doorway.class);

    private final Knocks knocks;
    private final Relays relays;
    private final SessionIds sessions;
    private final Counts counts;

    /** The way from knocks to relays. */
    public Doorway(Knocks knocks, Relays relays, SessionIds sessions, Counts counts) {
        this.knocks = knocks;
        this.relays = relays;
        this.sessions = sessions;
        this.counts = counts;
    }

    /** A knock in the clear; {@code rest} is what came behind it, and is taken over. */
    public void bareKnock(Channel client, byte[] body, ByteBuf rest, Admission admission) {
        enter(client, body, rest, admission, Answerer.BARE);
    }

    /** A knock as server name; {@code hello} is all that came so far, and goes to the agent. */
    public void sniKnock(Channel client, String serverName, ByteBuf hello, Admission admission) {
        byte[] body = KnockLabels.decode(serverName);
        enter(client, body == null ? new byte[0] : body, hello, admission, Answerer.TLS);
    }

    private void enter(Channel client, byte[] body, ByteBuf rest, Admission admission, Answerer answerer) {
        switch (knocks.rule(body)) {
            case Ruling.Refused(KnockAnswer answer, String text) -> {
                rest.release();
                refuse(client, answerer, answer, text);
            }
            case Ruling.Reachable reachable -> {
                admission.proved();
                pass(client, rest, reachable, answerer);
            }
        }
    }

    private void pass(Channel client, ByteBuf rest, Ruling.Reachable target, Answerer answerer) {
        HeldBytes held = new HeldBytes();
        held.keep(rest);
        client.pipeline().addLast(held);
        UUID session = sessions.next();
        Passage.open(
                client.eventLoop(),
                answerer.service(),
                session,
                Source.of(client.remoteAddress()),
                target.streams(),
                agent -> join(client, agent, held, answerer, session),
                (answer, text) -> {
                    if (client.isActive()) {
                        client.pipeline().remove(held);
                        refuse(client, answerer, answer, text);
                    }
                });
    }

    private void join(Channel client, Channel agent, HeldBytes held, Answerer answerer, UUID session) {
        if (!client.isActive()) {
            var _ = agent.close();
            return;
        }
        counts.add(Count.PASSAGES);
        answerer.open(client);
        relays.join(client, agent, held, "session=" + session);
    }

    private void refuse(Channel client, Answerer answerer, KnockAnswer answer, String text) {
        counts.add(Count.KNOCKS_REFUSED);
        // Whoever proved nothing must not be able to fill the log.
        Level level = answer == KnockAnswer.WRONG ? Level.DEBUG : Level.INFO;
        log.atLevel(level).log("knock refused answer={} source={} reason=\"{}\"", answer, client.remoteAddress(), text);
        Farewell.say(client, answerer.refusal(answer, text));
    }
}
