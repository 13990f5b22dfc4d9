package dev.sallyport.testing.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Stands before an S3 server, and does to calls what networks and servers do. */
public final class BadDays implements AutoCloseable {

    private final ServerSocket socket;
    private final int server;
    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What happens to a call. */
    public sealed interface Fault {
        /** It is answered with this, and the server does not hear of it. */
        record Refused(int status, String code) implements Fault {}

        /** The server does what was asked, and the answer never comes. */
        record AnswerLost() implements Fault {}

        /** The answer ends after so many bytes of its body. */
        record Cut(int bytes) implements Fault {}

        /** A byte in the middle of the answer is another one. */
        record Corrupted() implements Fault {}

        /** The call waits for this before the server hears of it. */
        record Held(CountDownLatch until) implements Fault {}
    }

    private record Planned(Predicate<String> which, AtomicInteger times, Fault fault) {}

    private BadDays(ServerSocket socket, int server) {
        this.socket = socket;
        this.server = server;
    }

    public static BadDays before(S3Server server) throws IOException {
        BadDays days = new BadDays(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
        Thread _ = Thread.ofVirtual().start(days::accept);
        return days;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** The next so many calls of these, by {@code METHOD /bucket/key}. */
    public void next(int times, Predicate<String> which, Fault fault) {
        planned.add(new Planned(which, new AtomicInteger(times), fault));
    }

    /** Nothing bad any more. */
    public void end() {
        planned.clear();
    }

    /** What was asked since the last time. */
    public List<String> asked() {
        List<String> calls = List.copyOf(asked);
        asked.clear();
        return calls;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread _ = Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Exchange request = Exchange.request(connection.getInputStream(), connection.getOutputStream());
            asked.add(request.asked());
            answer(request, fault(request.asked()), connection.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            return;
        }
    }

    private @Nullable Fault fault(String call) {
        return planned.stream()
                .filter(plan -> plan.which().test(call) && plan.times().getAndDecrement() > 0)
                .map(Planned::fault)
                .findFirst()
                .orElse(null);
    }

    private void answer(Exchange request, @Nullable Fault fault, OutputStream out)
            throws IOException, InterruptedException {
        if (fault instanceof Fault.Refused(int status, String code)) {
            Exchange refusal = Exchange.answer(status, code);
            refusal.write(out, request.asked().startsWith("HEAD") ? 0 : refusal.body().length);
            return;
        }
        if (fault instanceof Fault.Held(CountDownLatch until)) {
            until.await();
        }
        Exchange real = forward(request);
        if (fault instanceof Fault.Corrupted && real.body().length > 0) {
            real.body()[real.body().length / 2] ^= 1;
        }
        if (!(fault instanceof Fault.AnswerLost)) {
            real.write(out, fault instanceof Fault.Cut(int bytes) ? bytes : real.body().length);
        }
    }

    private Exchange forward(Exchange request) throws IOException {
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), server)) {
            request.write(there.getOutputStream(), request.body().length);
            return Exchange.answer(there.getInputStream());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
