package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Writes a channel's data to the client, from threads that may block. Two bounds hold: the window that the client grants,
 * and {@link #MOST_UNDER_WAY} that our side has encrypted and the socket has not taken, since the client alone
 * decides how large its window is.
 */
final class ChannelOutput {

    /** Bytes of one channel that wait for the socket. */
    static final int MOST_UNDER_WAY = 256 * 1024;

    /** A client may stop reading for as long as it likes: closing is what ends the wait. */
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

    private final Channel channel;
    private final Object turn = new Object();
    private final Object underWayLock = new Object();
    private long underWay;

    ChannelOutput(Channel channel) {
        this.channel = channel;
    }

    /** Standard output. Returns when all of it is on its way. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        write(SshConstants.SSH_MSG_CHANNEL_DATA, bytes, offset, length);
    }

    /** Standard error. */
    void writeError(byte[] bytes, int offset, int length) throws IOException {
        write(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, bytes, offset, length);
    }

    private void write(byte command, byte[] bytes, int offset, int length) throws IOException {
        Outgoing connection = Connection.outgoing(channel.getSession());
        if (length > channel.getRemoteWindow().getPacketSize()) {
            connection.collect();
        }
        try {
            int from = offset;
            int left = length;
            while (left > 0) {
                int n = take(left, connection);
                send(command, bytes, from, n, connection);
                from += n;
                left -= n;
            }
        } finally {
            connection.send();
        }
    }

    /** Takes its turn and its part of the window. */
    private int take(int wanted, Outgoing connection) throws IOException {
        RemoteWindow window = channel.getRemoteWindow();
        try {
            synchronized (turn) {
                if (window.getSize() == 0) {
                    connection.send();
                }
                long space = window.waitForSpace(AS_LONG_AS_IT_TAKES);
                int n = (int) Math.min(Math.min(space, window.getPacketSize()), wanted);
                window.consume(n);
                return n;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the client", e);
        }
    }

    private void send(byte command, byte[] bytes, int offset, int length, Outgoing connection) throws IOException {
        Session session = channel.getSession();
        ConnectionGauge.of(session).awaitRoom(connection);
        Buffer packet = session.createBuffer(command, length + 16);
        packet.putUInt(channel.getRecipient());
        if (command == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA) {
            packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
        }
        packet.putBytes(bytes, offset, length);
        begin(length, connection);
        try {
            IoWriteFuture future = session.writePacket(packet);
            future.addListener(_ -> end(length));
        } catch (IOException | RuntimeException e) {
            end(length);
            throw e;
        }
    }

    private void begin(int length, Outgoing connection) throws IOException {
        synchronized (underWayLock) {
            if (underWay > MOST_UNDER_WAY) {
                connection.send();
            }
            while (underWay > MOST_UNDER_WAY) {
                try {
                    underWayLock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted while waiting for the connection", e);
                }
            }
            underWay += length;
        }
    }

    private void end(int length) {
        synchronized (underWayLock) {
            underWay -= length;
            underWayLock.notifyAll();
        }
    }
}
