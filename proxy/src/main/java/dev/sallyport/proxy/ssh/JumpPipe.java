package dev.sallyport.proxy.ssh;

import dev.sallyport.proxy.count.Count;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins an SSH channel and an agent's data connection. Towards the client: one read at a time, written by a worker that may wait for the
 * client's window, and only then the next read. Towards the agent: the client's window is given back when the agent has taken the bytes.
 */
final class JumpPipe extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(JumpPipe.class);

    /** Sends the end of the channel's data, which only the channel itself can. */
    @FunctionalInterface
    interface End {
        Object send() throws IOException;
    }

    private final AbstractChannel client;
    private final Channel agent;
    private final JumpServer.Passages passages;
    private final End end;
    private final ChannelOutputStream out;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>(2);
    private boolean writing;
    private boolean agentEnded;
    private boolean clientEnded;
    private boolean begun;

    JumpPipe(AbstractChannel client, Channel agent, JumpServer.Passages passages, End end) {
        this.client = client;
        this.agent = agent;
        this.passages = passages;
        this.end = end;
        this.out =
                new ChannelOutputStream(client, client.getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        out.setNoDelay(true);
        agent.pipeline().addLast(this);
    }

    /** The client knows that the channel is open: bytes may flow. */
    void begin() {
        synchronized (this) {
            begun = true;
        }
        agent.read();
        drain();
    }

    /** From the client; what is written here is bounded by the window that it has. */
    void fromClient(byte[] data, int offset, int length) {
        ByteBuf bytes = agent.alloc().buffer(length).writeBytes(data, offset, length);
        agent.writeAndFlush(bytes).addListener(written -> {
            if (written.isSuccess()) {
                passages.parts().counts().add(Count.TO_AGENT_BYTES, length);
                passages.workers().execute(() -> giveBack(length));
            } else {
                close();
            }
        });
    }

    private void giveBack(int length) {
        try {
            if (client.getLocalWindow().isOpen()) {
                client.getLocalWindow().release(length);
            }
        } catch (IOException e) {
            log.debug("window not given back reason=\"{}\"", e.toString());
            client.close(true);
        }
    }

    /** The client sends no more; the agent hears so behind the last byte. */
    void clientEnded() {
        agent.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(drained -> {
            if (drained.isSuccess()) {
                var _ = ((DuplexChannel) agent).shutdownOutput();
            }
        });
        boolean both;
        synchronized (this) {
            clientEnded = true;
            both = agentEnded && !writing && waiting.isEmpty();
        }
        if (both) {
            passages.workers().execute(() -> client.close(false));
        }
    }

    void close() {
        var _ = agent.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        synchronized (this) {
            waiting.add((ByteBuf) message);
        }
        drain();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            synchronized (this) {
                agentEnded = true;
            }
            drain();
        }
    }

    /** Starts a worker where none is at work. */
    private void drain() {
        synchronized (this) {
            if (writing || !begun || (waiting.isEmpty() && !agentEnded)) {
                return;
            }
            writing = true;
        }
        passages.workers().execute(this::write);
    }

    private void write() {
        try {
            while (true) {
                ByteBuf next;
                synchronized (this) {
                    next = waiting.poll();
                    if (next == null) {
                        writing = false;
                        break;
                    }
                }
                write(next);
            }
            afterWriting();
        } catch (IOException e) {
            log.debug("jump ended reason=\"{}\"", e.toString());
            releaseAll();
            close();
            client.close(true);
        }
    }

    private void write(ByteBuf next) throws IOException {
        int length = next.readableBytes();
        byte[] bytes = new byte[length];
        next.readBytes(bytes).release();
        out.write(bytes);
        out.flush();
        passages.parts().counts().add(Count.TO_CLIENT_BYTES, length);
    }

    private void afterWriting() throws IOException {
        boolean ended;
        boolean both;
        synchronized (this) {
            ended = agentEnded && waiting.isEmpty();
            both = ended && clientEnded;
        }
        if (!ended) {
            agent.read();
            return;
        }
        end.send();
        if (both) {
            client.close(false);
        }
    }

    private synchronized void releaseAll() {
        for (ByteBuf buffer = waiting.poll(); buffer != null; buffer = waiting.poll()) {
            buffer.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean cleanly;
        synchronized (this) {
            cleanly = agentEnded;
        }
        if (!cleanly) {
            releaseAll();
            passages.workers().execute(() -> client.close(true));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        releaseAll();
        close();
        passages.workers().execute(() -> client.close(true));
    }
}
