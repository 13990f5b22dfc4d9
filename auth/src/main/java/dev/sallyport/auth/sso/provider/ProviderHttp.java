package dev.sallyport.auth.sso.provider;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One conversation with a provider, of one or several requests, within one time. An answer is at most {@value #MOST_BYTES}
 * bytes; redirects are not followed.
 */
public final class ProviderHttp implements AutoCloseable {

    static final int MOST_BYTES = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final String who;
    private final HttpClient client;
    private final long endNanos;

    private ProviderHttp(String who, HttpClient client, long endNanos) {
        this.who = who;
        this.client = client;
        this.endNanos = endNanos;
    }

    /**
     * Begins one; nothing is dialled yet.
     *
     * @param who the provider's name in failures
     * @param trustedCa PEM of CAs in place of the public ones; empty for those
     * @param limit for all of it
     */
    public static ProviderHttp open(String who, String trustedCa, Duration limit) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(ProviderTls.context(trustedCa))
                .build();
        return new ProviderHttp(who, client, System.nanoTime() + limit.toNanos());
    }

    /** An answer. */
    public record Reply(int status, byte[] body, String link) {
        public boolean isGood() {
            return status == 200;
        }
    }

    /** @param headers besides the usual */
    public Reply get(URI uri, Map<String, String> headers) {
        return send(uri, HttpRequest.newBuilder(uri).GET(), headers);
    }

    /** Posts a form. */
    public Reply post(URI uri, Map<String, String> form, Map<String, String> headers) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(uri, request, headers);
    }

    /** {@code a%20b}, for queries and forms. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply send(URI uri, HttpRequest.Builder request, Map<String, String> headers) {
        request.header("Accept", "application/json").header("User-Agent", "sallyport");
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            HttpResponse<byte[]> got = answer.get(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            return new Reply(
                    got.statusCode(),
                    got.body(),
                    got.headers().firstValue("Link").orElse(""));
        } catch (TimeoutException e) {
            throw ProviderRefusals.garbage(who, "did not answer in time at " + place(uri));
        } catch (ExecutionException e) {
            throw ProviderRefusals.garbage(who, "cannot be spoken to at " + place(uri) + " (" + cause(e) + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderRefusals.garbage(who, "was not waited for at " + place(uri));
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }

    private static String cause(ExecutionException e) {
        Throwable cause =
                e.getCause() instanceof IOException io && io.getCause() != null ? io.getCause() : e.getCause();
        return ProviderRefusals.shown(String.valueOf(cause));
    }
}
