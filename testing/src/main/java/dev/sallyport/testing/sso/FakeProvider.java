package dev.sallyport.testing.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** An OpenID provider with real keys and real tokens, which can be told to misbehave. */
public final class FakeProvider implements AutoCloseable {

    public static final String CLIENT = "sally";
    public static final String SECRET = "s3cret & more";

    /** Made once: it takes a while. */
    public static final RSAKey KEY = key("one");

    /** What came to the token endpoint. */
    public final List<Map<String, String>> tokenRequests = new CopyOnWriteArrayList<>();

    /** Claims there; with none, there is no such endpoint. */
    public final Map<String, Object> userinfo = new ConcurrentHashMap<>();

    /** What it does to claims, to tokens and to its metadata before they leave. */
    public volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();

    public volatile UnaryOperator<String> token = UnaryOperator.identity();
    public volatile UnaryOperator<String> metadata = UnaryOperator.identity();
    private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, Object> person;

    /** Vouches for this one person. */
    public FakeProvider(InstantSource clock, Map<String, Object> person) {
        this.clock = clock;
        this.person = person;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", exchange -> reply(exchange, metadata()));
        server.createContext("/keys", exchange -> reply(exchange, new JWKSet(KEY.toPublicJWK()).toString()));
        server.createContext("/token", exchange -> reply(exchange, tokens(exchange)));
        server.createContext("/authorize", this::authorize);
        server.createContext("/userinfo", exchange -> reply(exchange, JSONObjectUtils.toJSONString(userinfo)));
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a person's browser brings back once the person proved who they are. */
    public Map<String, String> browse(String url) {
        Map<String, String> question = form(URI.create(url).getRawQuery());
        String code = UUID.randomUUID().toString();
        asked.put(code, question);
        return new TreeMap<>(Map.of("code", code, "state", question.get("state"), "iss", issuer()));
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String signed(RSAKey key, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a browser back at once: whoever comes here is the person. */
    private void authorize(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        StringBuilder back = new StringBuilder(form(asked.getRawQuery()).get("redirect_uri"));
        char mark = '?';
        for (Map.Entry<String, String> pair : browse(asked.toString()).entrySet()) {
            back.append(mark)
                    .append(pair.getKey())
                    .append('=')
                    .append(URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8));
            mark = '&';
        }
        exchange.getResponseHeaders().set("Location", back.toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String metadata() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("issuer", issuer());
        said.put("authorization_endpoint", issuer() + "/authorize");
        said.put("token_endpoint", issuer() + "/token");
        said.put("jwks_uri", issuer() + "/keys");
        if (!userinfo.isEmpty()) {
            said.put("userinfo_endpoint", issuer() + "/userinfo");
        }
        said.put("authorization_response_iss_parameter_supported", true);
        return metadata.apply(JSONObjectUtils.toJSONString(said));
    }

    private String tokens(HttpExchange exchange) throws IOException {
        Map<String, String> request =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        request.put("authorization", exchange.getRequestHeaders().getFirst("Authorization"));
        tokenRequests.add(request);
        Map<String, String> question = asked.remove(request.get("code"));
        if (question == null) {
            return "{\"error\":\"invalid_grant\"}";
        }
        JWTClaimsSet.Builder all = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                .claim("nonce", question.get("nonce"))
                .claim("acr", question.getOrDefault("acr_values", "basic"));
        person.forEach(all::claim);
        String idToken = token.apply(signed(KEY, claims.apply(all).build()));
        return JSONObjectUtils.toJSONString(Map.of("access_token", "an access token", "id_token", idToken));
    }

    /** The pairs of a query or a form. */
    public static Map<String, String> form(String text) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            String[] both = pair.split("=", 2);
            form.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void reply(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body.contains("\"error\"") ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
