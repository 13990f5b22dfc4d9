package dev.sallyport.server.cluster;

import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.knock.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What {@code sally proxy ssh} does, behind a port: each connection knocks for the target and is then copied. */
final class KnockRelay implements AutoCloseable {

    private final ServerSocket listener;
    private final Person person;
    private final InetSocketAddress proxy;
    private final String target;
    /** First bytes of the answers that were not 0, with their texts. */
    final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

    KnockRelay(Person person, Cluster cluster, String target) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.person = person;
        String[] address = cluster.proxyAddress().split(":", -1);
        this.proxy = new InetSocketAddress(address[0], Integer.parseInt(address[1]));
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void relay(Socket client) {
        try (client;
                Socket outside = new Socket()) {
            outside.setTcpNoDelay(true);
            outside.connect(proxy);
            outside.getOutputStream().write(knock());
            int answer = outside.getInputStream().read();
            if (answer != 0) {
                byte[] rest = outside.getInputStream().readAllBytes();
                refusals.add(answer + " " + new String(rest, java.nio.charset.StandardCharsets.UTF_8));
                return;
            }
            Thread back = Thread.ofVirtual().start(() -> copy(outside, client));
            copy(client, outside);
            back.join();
        } catch (IOException e) {
            refusals.add("-1 " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] knock() {
        byte[] nonce = new byte[Knock.NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        return Knock.encode(
                Ticket.of(person.credentials().getKnockTicket().toByteArray()),
                person.credentials().getKnockKey().toByteArray(),
                target,
                Instant.now().getEpochSecond(),
                nonce);
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // Either end went: the other ends with it, by the caller.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
