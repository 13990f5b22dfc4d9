package dev.sallyport.cli.knock;

import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.knock.KnockCheck;
import dev.sallyport.protocols.knock.KnockVerdict;
import dev.sallyport.protocols.knock.Ticket;
import dev.sallyport.protocols.knock.TicketKeys;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy's port as a script: for each connection in turn, what it does. */
final class FakeProxy implements Closeable {

    /** What happens on one connection. */
    interface Act {
        void play(Socket socket) throws Exception;
    }

    static final byte[] ROUTING_KEY = new byte[32];
    private static final long NEVER = 4_000_000_000L;

    private final ServerSocket server;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;

    FakeProxy(Act... acts) throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        thread = Thread.ofPlatform().daemon().start(() -> {
            for (Act act : acts) {
                try (Socket socket = server.accept()) {
                    act.play(socket);
                } catch (Exception | AssertionError e) {
                    failures.add(e);
                }
            }
        });
    }

    /** A login at this proxy in a folder. */
    Path login(Path home) throws IOException {
        return login(home, NEVER);
    }

    Path login(Path home, long expirySeconds) throws IOException {
        Ticket ticket = Ticket.of(0, expirySeconds, new byte[Ticket.RANDOM_BYTES]);
        Path folder = Files.createDirectories(home.resolve("proxy"));
        KnockFile file = new KnockFile(
                folder.toFile(),
                ticket,
                TicketKeys.ticketKey(ROUTING_KEY, ticket),
                "127.0.0.1",
                server.getLocalPort(),
                "test.example");
        Files.write(folder.resolve(KnockFile.NAME), file.bytes());
        Files.writeString(home.resolve(Homes.CURRENT), "proxy\n");
        return folder;
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Reads a knock and says for whom it is. */
    static String readKnock(InputStream in) throws IOException {
        byte[] head = in.readNBytes(Knock.HEAD_BYTES);
        byte[] body = in.readNBytes(Knock.length(head) - Knock.HEAD_BYTES);
        return target(body);
    }

    static String target(byte[] body) {
        KnockVerdict verdict =
                new KnockCheck(id -> id == 0 ? ROUTING_KEY : null).check(body, System.currentTimeMillis() / 1000);
        return verdict instanceof KnockVerdict.Genuine genuine ? genuine.target() : "refused: " + verdict;
    }

    /** Waits until all was played, and fails where an act did. */
    void finish() throws Exception {
        thread.join(20_000);
        List<Throwable> found = new ArrayList<>(failures);
        if (thread.isAlive() || !found.isEmpty()) {
            AssertionError error = new AssertionError("the script did not end well: alive=" + thread.isAlive());
            found.forEach(error::addSuppressed);
            throw error;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** How a run of {@code sally proxy ssh} ended. */
    record Ended(int code, byte[] out, String err) {}

    /** Runs {@code sally proxy ssh} in this process. */
    static Ended run(Path home, InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Homes homes = new Homes(new File(home.toString()), null);
        int code = new ProxySsh(homes, err, false).run(args, new Streams(in, out));
        return new Ended(code, out.toByteArray(), err.toString(java.nio.charset.StandardCharsets.UTF_8));
    }
}
