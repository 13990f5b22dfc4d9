package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** Says no to a channel, with a text that the client shows; MINA's own answer to a failed opening has none. */
final class Refusal {

    private Refusal() {}

    static OpenFuture prohibited(AbstractChannel channel, String text) {
        return send(channel, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, text);
    }

    static OpenFuture tooMany(AbstractChannel channel, int most) {
        return send(
                channel,
                SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
                "this connection has " + most + " channels open already; close some, or open another connection");
    }

    static OpenFuture unreachable(AbstractChannel channel, String text) {
        return send(channel, SshConstants.SSH_OPEN_CONNECT_FAILED, text);
    }

    /** The future is never done: the answer is sent here, and MINA must not send a second one. */
    static OpenFuture pending(AbstractChannel channel) {
        return new DefaultOpenFuture(channel, null);
    }

    private static OpenFuture send(AbstractChannel channel, int code, String text) {
        Session session = channel.getSession();
        Buffer answer = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, text.length() + 64);
        answer.putUInt(channel.getRecipient());
        answer.putUInt(code);
        answer.putString(text);
        answer.putString("");
        try {
            session.writePacket(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            channel.close(true);
        }
        return pending(channel);
    }
}
