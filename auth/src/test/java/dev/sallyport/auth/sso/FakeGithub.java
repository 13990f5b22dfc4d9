package dev.sallyport.auth.sso;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.testing.sso.FakeProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Speaks GitHub's documented API: web application flow, user, teams in pages, memberships. */
final class FakeGithub implements AutoCloseable {

    private static final String TOKEN = "gho_of_alice";

    private final HttpServer server;
    private Map<String, String> question = Map.of();
    private String code = "";
    volatile int teams = 1;

    FakeGithub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/login/oauth/access_token", this::token);
        server.createContext("/api/user", exchange -> answer(exchange, "{\"login\":\"Octocat\",\"id\":583231}"));
        server.createContext("/api/user/teams", this::teams);
        server.createContext(
                "/api/user/memberships/orgs",
                exchange -> answer(
                        exchange,
                        "[{\"state\":\"active\",\"organization\":{\"login\":\"Acme\"}},"
                                + "{\"state\":\"pending\",\"organization\":{\"login\":\"Other\"}}]"));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Map<String, String> browse(String url) {
        question = FakeProvider.form(url.substring(url.indexOf('?') + 1));
        code = "code-of-alice";
        return new TreeMap<>(Map.of("code", code, "state", String.valueOf(question.get("state"))));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                FakeProvider.form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean good = code.equals(form.get("code"))
                && "github secret".equals(form.get("client_secret"))
                && form.getOrDefault("redirect_uri", "").equals(question.get("redirect_uri"))
                && challenge(form.getOrDefault("code_verifier", "")).equals(question.get("code_challenge"));
        code = "used up";
        reply(
                exchange,
                200,
                good
                        ? "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"bearer\",\"scope\":\"read:org\"}"
                        : "{\"error\":\"bad_verification_code\"}");
    }

    private void teams(HttpExchange exchange) throws IOException {
        Map<String, String> query = FakeProvider.form(exchange.getRequestURI().getRawQuery());
        int size = Integer.parseInt(query.getOrDefault("per_page", "30"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        List<String> all = IntStream.rangeClosed(1, teams)
                .mapToObj(i -> "{\"slug\":\"team-" + i + "\",\"organization\":{\"login\":\"Acme\"}}")
                .toList();
        String some =
                all.stream().skip((long) (page - 1) * size).limit(size).collect(Collectors.joining(",", "[", "]"));
        answer(exchange, some);
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        reply(exchange, known ? 200 : 401, known ? body : "{\"message\":\"Bad credentials\"}");
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
