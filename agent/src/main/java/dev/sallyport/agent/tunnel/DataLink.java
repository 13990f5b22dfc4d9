package dev.sallyport.agent.tunnel;

import dev.sallyport.agent.ssh.Inbound;
import dev.sallyport.protocols.tunnel.Start;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/** A connection to the proxy on which a session may follow: bare, or in TLS where nothing else gets through. */
sealed interface DataLink {

    InputStream in();

    OutputStream out();

    /** Cuts it; whoever reads or writes gets an error. */
    void close();

    /** What the SSH service gets, after the start was read. */
    Inbound inbound(Start start) throws IOException;

    /** What TLS of a person's client can be read from. */
    Socket below() throws IOException;

    record Bare(AsynchronousSocketChannel channel, InputStream in, OutputStream out) implements DataLink {

        static Bare open(InetSocketAddress proxy, AsynchronousChannelGroup group, Duration limit) throws IOException {
            AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group);
            try {
                channel.connect(proxy).get(limit.toMillis(), TimeUnit.MILLISECONDS);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
                return new Bare(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
            } catch (ExecutionException e) {
                Quietly.close(channel);
                throw new IOException("cannot connect to " + proxy + ": " + e.getCause(), e);
            } catch (TimeoutException e) {
                Quietly.close(channel);
                throw new IOException("no connection to " + proxy + " in " + limit, e);
            } catch (InterruptedException e) {
                Quietly.close(channel);
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (IOException | RuntimeException e) {
                Quietly.close(channel);
                throw e;
            }
        }

        @Override
        public void close() {
            Quietly.close(channel);
        }

        @Override
        public Inbound inbound(Start start) {
            return new Inbound.Bare(channel, start.sessionId().toString(), start.source());
        }

        @Override
        public Socket below() throws IOException {
            return new ChannelSocket(channel);
        }
    }

    record Tls(SSLSocket socket, Socket raw, InputStream in, OutputStream out) implements DataLink {

        static Tls open(InetSocketAddress proxy, TunnelTls tls, Duration limit) throws IOException {
            Socket raw = new Socket();
            try {
                raw.setTcpNoDelay(true);
                raw.setKeepAlive(true);
                raw.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
                raw.connect(proxy, Math.toIntExact(limit.toMillis()));
                raw.setSoTimeout(Math.toIntExact(limit.toMillis()));
                SSLSocket socket = tls.data(raw);
                raw.setSoTimeout(0);
                return new Tls(socket, raw, socket.getInputStream(), socket.getOutputStream());
            } catch (IOException | RuntimeException e) {
                Quietly.close(raw);
                throw e;
            }
        }

        /** The socket below, so that nobody waits for a farewell that the other end does not read. */
        @Override
        public void close() {
            Quietly.close(raw);
        }

        @Override
        public Inbound inbound(Start start) {
            return new Inbound.Wrapped(in, out, socket, start.sessionId().toString(), start.source());
        }

        @Override
        public Socket below() {
            return socket;
        }
    }

    /** Silence after which the kernel asks whether the other end lives. */
    int KEEP_IDLE_SECONDS = 60;
}
