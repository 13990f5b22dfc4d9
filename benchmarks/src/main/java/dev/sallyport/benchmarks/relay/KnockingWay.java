package dev.sallyport.benchmarks.relay;

import dev.sallyport.benchmarks.process.Usage;
import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.knock.Ticket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * Through a Sallyport proxy: a knock, the proxy's answer, a played agent.
 *
 * @param target node that a {@link PlayedAgent} plays
 */
record KnockingWay(
        InetSocketAddress proxy, long pid, Ticket ticket, byte[] ticketKey, String target, SecureRandom random)
        implements Way {

    @Override
    public Socket connect() throws IOException {
        byte[] nonce = new byte[Knock.NONCE_BYTES];
        random.nextBytes(nonce);
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(proxy);
        socket.getOutputStream()
                .write(Knock.encode(ticket, ticketKey, target, Instant.now().getEpochSecond(), nonce));
        int answer = socket.getInputStream().read();
        if (answer != 0) {
            byte[] text = socket.getInputStream().readAllBytes();
            socket.close();
            throw new IOException(
                    "refused with " + answer + ": " + new String(text, java.nio.charset.StandardCharsets.UTF_8));
        }
        return socket;
    }

    @Override
    public double cpuSeconds() {
        return Usage.cpuSeconds(pid);
    }
}
