package dev.sallyport.proxy;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.protocols.knock.Knock;
import dev.sallyport.protocols.knock.Ticket;
import dev.sallyport.protocols.knock.TicketKeys;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.gateway.Exchanges;
import dev.sallyport.proxy.tls.PublicCertificate;
import dev.sallyport.testing.ManualClock;
import dev.sallyport.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A proxy on loopback with a fake auth, and what clients and agents need to meet it. */
final class TestProxy implements AutoCloseable {

    static {
        Leaks.watch();
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    final ManualClock clock =
            new ManualClock(Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    final TestAuthority authority = new TestAuthority(clock);
    final FakeAuth auth = new FakeAuth();
    final Path folder;
    final LiveMachine machine;
    final FrontDoor door;
    /** What a browser said: auth answers with the same, and says no to what begins with "no". */
    final Exchanges exchanges = (code, json) -> {
        if (code.startsWith("no")) {
            throw Failure.of(FailureCode.NOT_FOUND, "there is nothing to do here any more");
        }
        return (code + ":" + new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    };

    private TestProxy(UnaryOperator<ProxyLimits> limits, int authPort, Optional<PublicCertificate> shown)
            throws Exception {
        folder = Files.createTempDirectory("proxy");
        machine = TestAuthority.live(folder, authority.proxy("proxy.test"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ProxySettings settings = new ProxySettings(
                any,
                Optional.of(any),
                Optional.of("proxy.test:3080"),
                Optional.empty(),
                new ProxyAddress("127.0.0.1", authPort),
                folder,
                Optional.empty(),
                List.of(),
                shown,
                limits.apply(new ProxyLimits(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        20_000,
                        5_000,
                        0,
                        Duration.ofSeconds(20),
                        Duration.ofHours(1))));
        door = FrontDoor.open(settings, machine, auth, exchanges, clock, RANDOM);
        Eventually.is(door::ready);
    }

    static TestProxy start() throws Exception {
        return new TestProxy(limits -> limits, 9, Optional.empty());
    }

    static TestProxy start(UnaryOperator<ProxyLimits> limits) throws Exception {
        return new TestProxy(limits, 9, Optional.empty());
    }

    static TestProxy showing(PublicCertificate files) throws Exception {
        return new TestProxy(limits -> limits, 9, Optional.of(files));
    }

    static TestProxy beforeAuth(int port) throws Exception {
        return new TestProxy(limits -> limits, port, Optional.empty());
    }

    FakeAgent agent(String name) throws Exception {
        return new FakeAgent(this, authority.node(name)).connect();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(door.address());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** A connection that has knocked; nothing was read yet. */
    Socket knock(String target) throws IOException {
        return send(knockBytes(target));
    }

    Socket send(byte[] bytes) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(bytes);
        return socket;
    }

    byte[] knockBytes(String target) {
        return knockBytes(target, clock.instant(), clock.instant().plusSeconds(3600));
    }

    byte[] knockBytes(String target, Instant now, Instant expiry) {
        Ticket ticket = ticket(expiry);
        return Knock.encode(
                ticket, TicketKeys.ticketKey(auth.routingKey(), ticket), target, now.getEpochSecond(), random(12));
    }

    byte[] knockBody(String target) {
        Ticket ticket = ticket(clock.instant().plusSeconds(3600));
        return Knock.body(
                ticket,
                TicketKeys.ticketKey(auth.routingKey(), ticket),
                target,
                clock.instant().getEpochSecond(),
                random(12));
    }

    private static Ticket ticket(Instant expiry) {
        return Ticket.of(FakeAuth.KEY_ID, expiry.getEpochSecond(), random(12));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    long count(Count count) {
        return door.counts().of(count);
    }

    @Override
    public void close() {
        door.close();
        if (Files.exists(folder)) {
            remove();
        }
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
