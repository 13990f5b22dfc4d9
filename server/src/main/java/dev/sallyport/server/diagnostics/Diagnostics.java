package dev.sallyport.server.diagnostics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.model.Metric;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The HTTP server of the diagnostics. */
public final class Diagnostics implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int BACKLOG = 16;
    /** Enough for a scraper, a supervisor and a person; all else waits. */
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;

    private record Answer(int code, String type, String body) {}

    private Diagnostics(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Listens.
     *
     * @param address of loopback; port 0 for any
     * @throws IOException when it cannot be bound
     */
    public static Diagnostics start(InetSocketAddress address, Subject subject, String version) throws IOException {
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name("diagnostics-", 0).factory());
        server.setExecutor(threads);
        path(server, "/healthz", ignored -> new Answer(200, TEXT, "ok\n"));
        path(server, "/readyz", ignored -> readiness(subject));
        path(server, "/metrics", ignored -> new Answer(200, PrometheusText.CONTENT_TYPE, metrics(subject)));
        path(
                server,
                "/status",
                ignored -> new Answer(200, "application/json", StatusText.json(subject, subject.roles(), version)));
        server.start();
        return new Diagnostics(server, threads);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static Answer readiness(Subject subject) {
        List<RoleState> roles = subject.roles();
        return new Answer(StatusText.ready(subject, roles) ? 200 : 503, TEXT, StatusText.lines(subject, roles));
    }

    private static String metrics(Subject subject) {
        List<Metric> all = new ArrayList<>(ProcessMetrics.now());
        for (RoleState state : subject.roles()) {
            all.add(new Metric(
                    "sallyport_role_ready",
                    "1 where the role does all of its work.",
                    Metric.Kind.GAUGE,
                    java.util.Map.of("role", state.role()),
                    state.ready() ? 1 : 0));
        }
        all.addAll(subject.metrics());
        return PrometheusText.of(all);
    }

    private static void path(HttpServer server, String path, Function<HttpExchange, Answer> handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answer(
                        exchange,
                        wanted(exchange, path) ? handler.apply(exchange) : new Answer(404, TEXT, "not here\n"));
            }
        });
    }

    /** Contexts of the JDK's server match by prefix; and there is only reading here. */
    private static boolean wanted(HttpExchange exchange, String path) {
        return exchange.getRequestURI().getPath().equals(path)
                && exchange.getRequestMethod().equals("GET");
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.code(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
