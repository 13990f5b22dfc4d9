package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.ForwardEvent;
import dev.sallyport.audit.event.ForwardEvent.Direction;
import java.util.Collections;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/**
 * Forwards of Unix sockets ({@code direct-streamlocal@openssh.com}, {@code streamlocal-forward@openssh.com}): refused, and
 * said so. The agent would connect and listen as what it runs as; servers behind such sockets (a container engine, D-Bus,
 * PostgreSQL) tell who is there by the uid of the other end, so a person would pass for root.
 */
final class SocketForwards {

    static final String TYPE = "direct-streamlocal@openssh.com";
    static final String LISTEN = "streamlocal-forward@openssh.com";

    static final String REASON = "Unix sockets are not forwarded here, because the agent would open them with its own"
            + " rights: forward a TCP port, or run a program such as socat in a session";

    private static final int LONGEST_PATH = 108;

    private SocketForwards() {}

    static ChannelFactory factory(Workshop workshop) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return TYPE;
            }

            @Override
            public Channel createChannel(Session session) {
                return new Refused(workshop);
            }
        };
    }

    /** Notes that this was asked for. */
    static void refuse(Workshop workshop, Passage passage, Direction direction, String path) {
        String shown = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
        workshop.journal()
                .event(new ForwardEvent.PortDenied(
                        workshop.ids().head(passage.subject()), direction, Plain.text(shown), REASON));
    }

    /** A channel that says no. */
    private static final class Refused extends AbstractServerChannel {
        private final Workshop workshop;

        Refused(Workshop workshop) {
            super("", Collections.emptyList(), null);
            this.workshop = workshop;
        }

        @Override
        protected OpenFuture doInit(Buffer buffer) {
            Passage passage = Passage.of(getSession());
            if (passage != null) {
                refuse(workshop, passage, Direction.LOCAL, buffer.getString());
            }
            return Refusal.prohibited(this, REASON);
        }

        @Override
        protected void doWriteData(byte[] data, int off, long len) {
            throw new IllegalStateException("data on a channel that was refused");
        }

        @Override
        protected void doWriteExtendedData(byte[] data, int off, long len) {
            throw new IllegalStateException("data on a channel that was refused");
        }
    }
}
