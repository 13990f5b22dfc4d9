package dev.sallyport.e2e.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stands where a stolen proxy stands: every byte between client and agent goes through its hands, and it may keep or change them.
 * Behind it the true way goes on, so that the agent is the true one.
 */
final class HostileProxy implements AutoCloseable {

    /** Where in the agent's bytes a bit is flipped; after the key exchange. */
    private static final int FLIP_AT = 20_000;

    private final ServerSocket listener;
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromAgent = new ByteArrayOutputStream();
    private final boolean flips;

    private HostileProxy(ServerSocket listener, boolean flips) {
        this.listener = listener;
        this.flips = flips;
    }

    /**
     * Starts it for one connection.
     *
     * @param onward the command that goes on to the agent, as OpenSSH's ProxyCommand would
     * @param flips whether it changes a bit of what the agent sends
     */
    static HostileProxy start(List<String> onward, java.util.Map<String, String> environment, boolean flips)
            throws IOException {
        HostileProxy proxy = new HostileProxy(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), flips);
        Thread.ofPlatform().daemon().start(() -> proxy.relay(onward, environment));
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    byte[] fromClient() {
        synchronized (fromClient) {
            return fromClient.toByteArray();
        }
    }

    byte[] fromAgent() {
        synchronized (fromAgent) {
            return fromAgent.toByteArray();
        }
    }

    private void relay(List<String> onward, java.util.Map<String, String> environment) {
        try (Socket client = listener.accept()) {
            ProcessBuilder builder = new ProcessBuilder(onward).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            Process way = builder.start();
            CompletableFuture<Void> up = CompletableFuture.runAsync(
                    () -> copy(in(client), way.getOutputStream(), fromClient, false),
                    command -> Thread.ofPlatform().daemon().start(command));
            copy(way.getInputStream(), out(client), fromAgent, flips);
            client.shutdownOutput();
            up.join();
            way.destroy();
        } catch (IOException e) {
            // The client or the agent hung up.
        }
    }

    private static InputStream in(Socket socket) {
        try {
            return socket.getInputStream();
        } catch (IOException e) {
            return InputStream.nullInputStream();
        }
    }

    private static OutputStream out(Socket socket) throws IOException {
        return socket.getOutputStream();
    }

    private static void copy(InputStream in, OutputStream out, ByteArrayOutputStream kept, boolean flips) {
        byte[] buffer = new byte[8192];
        try (out) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (kept) {
                    int flipAt = FLIP_AT - kept.size();
                    if (flips && flipAt >= 0 && flipAt < n) {
                        buffer[flipAt] ^= 1;
                    }
                    kept.write(buffer, 0, n);
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // The other side hung up.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
