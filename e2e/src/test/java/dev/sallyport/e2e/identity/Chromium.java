package dev.sallyport.e2e.identity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine's Chromium, without a window, spoken to by the DevTools protocol, with a security key that it plays itself (the protocol's WebAuthn domain). It takes the
 * cluster's own certificate, and looks one name up at one address.
 */
final class Chromium implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([0-9.:]+)/");

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, JsonNode> answers = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final WebSocket page;

    private Chromium(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        await().atMost(SOON)
                .until(() -> LISTENING.matcher(Files.readString(log)).find() || !process.isAlive());
        Matcher listening = LISTENING.matcher(Files.readString(log));
        if (!listening.find()) {
            throw new AssertionError("Chromium ended: " + Files.readString(log));
        }
        HttpResponse<String> targets = http.send(
                HttpRequest.newBuilder(URI.create("http://" + listening.group(1) + "/json"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode first = json.readTree(targets.body()).get(0);
        page = http.newWebSocketBuilder()
                .buildAsync(URI.create(first.path("webSocketDebuggerUrl").asText()), new Listener())
                .join();
    }

    /**
     * Starts one with a folder of its own.
     *
     * @param host looked up at the address
     */
    static Chromium start(Path folder, String host, String address) throws IOException, InterruptedException {
        Path log = folder.resolve("chromium.log");
        Process process = new ProcessBuilder(List.of(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--ignore-certificate-errors",
                        "--host-resolver-rules=MAP " + host + " " + address,
                        "--user-data-dir=" + folder.resolve("profile"),
                        "about:blank"))
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try {
            return new Chromium(process, log);
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Plugs a security key in that is always touched, with a finger that it knows. */
    void plugKeyIn() {
        call("WebAuthn.enable", json.createObjectNode());
        ObjectNode key = json.createObjectNode()
                .put("protocol", "ctap2")
                .put("transport", "usb")
                .put("hasResidentKey", true)
                .put("hasUserVerification", true)
                .put("isUserVerified", true)
                .put("automaticPresenceSimulation", true);
        call("WebAuthn.addVirtualAuthenticator", json.createObjectNode().set("options", key));
    }

    /** Goes to the second factors' page and does what it asks for. */
    void confirm(String address) {
        call("Page.navigate", json.createObjectNode().put("url", "about:blank"));
        call("Page.navigate", json.createObjectNode().put("url", address));
        awaitTrue("document.getElementById('go') && !document.getElementById('go').hidden");
        evaluate("document.getElementById('go').click()");
        awaitTrue("!document.getElementById('summary').textContent.startsWith('Confirm')");
    }

    /** What the page says. */
    String said() {
        return evaluate("document.getElementById('summary').textContent").asText();
    }

    JsonNode evaluate(String expression) {
        return call(
                        "Runtime.evaluate",
                        json.createObjectNode()
                                .put("expression", expression)
                                .put("userGesture", true)
                                .put("awaitPromise", true)
                                .put("returnByValue", true))
                .at("/result/value");
    }

    private void awaitTrue(String expression) {
        await().atMost(SOON).until(() -> evaluate(expression).asBoolean());
    }

    private JsonNode call(String method, JsonNode params) {
        int id = ids.incrementAndGet();
        ObjectNode call = json.createObjectNode().put("id", id).put("method", method);
        call.set("params", params);
        page.sendText(call.toString(), true).join();
        await().atMost(SOON).until(() -> answers.containsKey(id));
        JsonNode answer = Objects.requireNonNull(answers.remove(id));
        if (answer.has("error")) {
            throw new AssertionError(method + ": " + answer.path("error"));
        }
        return answer.path("result");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }

        private void take(String message) {
            try {
                JsonNode answer = json.readTree(message);
                if (answer.has("id")) {
                    answers.put(answer.get("id").asInt(), answer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        page.abort();
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
