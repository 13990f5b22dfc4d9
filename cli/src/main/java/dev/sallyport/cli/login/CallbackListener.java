package dev.sallyport.cli.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where the browser brings the provider's answer: a port of the loopback interface, open while one login is under way (RFC
 * 8252, section 7.3). What does not belong to this login, by its state, is refused and not waited for.
 */
final class CallbackListener implements AutoCloseable {

    private static final int MOST_BYTES = 1 << 20;
    private static final String HOST = "127.0.0.1";
    private static final String DONE = page("That was the browser's part: go back to the terminal.");
    private static final String OTHER = page("This is no answer to a login that is under way.");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<String> state = new CompletableFuture<>();
    private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
    private final String path;

    private CallbackListener(HttpServer server, String path) {
        this.server = server;
        this.path = path;
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any
     * @throws Failure UNAVAILABLE where the port is taken
     */
    static CallbackListener open(String connector, int port) {
        try {
            InetAddress loopback = InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 16);
            CallbackListener listener = new CallbackListener(server, "/callback/" + connector);
            server.setExecutor(listener.threads);
            server.createContext("/", listener::handle);
            server.start();
            return listener;
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "sally cannot listen on " + HOST + ":" + port + " for the browser (" + e.getMessage()
                            + "): is another login under way?",
                    e);
        }
    }

    /** What the provider is told to send the browser to. */
    String redirectUri() {
        return "http://" + HOST + ":" + server.getAddress().getPort() + path;
    }

    /**
     * Waits for the browser.
     *
     * @param url of the login, which carries the state that the answer must carry
     */
    Map<String, String> await(String url, Duration limit) {
        Map<String, String> asked = new TreeMap<>();
        int query = url.indexOf('?');
        if (query >= 0) {
            fill(asked, url.substring(query + 1));
        }
        state.complete(asked.getOrDefault("state", asked.getOrDefault("RelayState", "")));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED,
                    "the browser did not come back within " + limit.toMinutes() + " min: log in again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAUTHENTICATED, "the login was interrupted");
        } catch (ExecutionException e) {
            throw Failure.of(FailureCode.INTERNAL, "the browser's answer could not be read", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> brought = new TreeMap<>();
            boolean ours = isForUs(exchange) && read(exchange, brought) && fits(brought);
            reply(exchange, ours ? 200 : 400, ours ? DONE : OTHER);
            if (ours) {
                answer.complete(brought);
            }
        }
    }

    /** Another name for this host in the request is some website's doing. */
    private boolean isForUs(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return path.equals(exchange.getRequestURI().getPath())
                && (HOST + ":" + server.getAddress().getPort()).equals(host);
    }

    private static boolean read(HttpExchange exchange, Map<String, String> brought) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        if (exchange.getRequestMethod().equals("GET")) {
            return query != null && fill(brought, query);
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        return exchange.getRequestMethod().equals("POST")
                && body.length <= MOST_BYTES
                && fill(brought, new String(body, StandardCharsets.UTF_8));
    }

    private boolean fits(Map<String, String> brought) {
        String given = brought.getOrDefault("state", brought.getOrDefault("RelayState", ""));
        return MessageDigest.isEqual(
                state.join().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether each name is there once. */
    private static boolean fill(Map<String, String> into, String form) {
        try {
            for (String pair : form.split("&", 64)) {
                String[] both = pair.split("=", 2);
                String value = both.length == 2 ? both[1] : "";
                if (into.put(
                                URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                                URLDecoder.decode(value, StandardCharsets.UTF_8))
                        != null) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void reply(HttpExchange exchange, int status, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String page(String text) {
        return "<!doctype html><meta charset=utf-8><title>Sallyport</title><p>" + text + "</p>\n";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
