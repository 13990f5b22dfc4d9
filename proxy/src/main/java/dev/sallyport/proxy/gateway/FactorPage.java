package dev.sallyport.proxy.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The one page that a browser gets, with its script and style: files of this jar, the same for everybody. Its policy lets in nothing that is not from here, no
 * frame around it, and no inline script.
 */
final class FactorPage {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Part> parts = Map.of(
            "/second-factor", Part.of("second-factor.html", "text/html; charset=utf-8"),
            "/second-factor.js", Part.of("second-factor.js", "text/javascript; charset=utf-8"),
            "/second-factor.css", Part.of("second-factor.css", "text/css; charset=utf-8"));

    /** A file, and what it is. */
    record Part(byte[] bytes, String type) {

        private static Part of(String name, String type) {
            try (InputStream in = Objects.requireNonNull(FactorPage.class.getResourceAsStream(name))) {
                return new Part(in.readAllBytes(), type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Optional<Part> part(String path) {
        return Optional.ofNullable(parts.get(path));
    }

    /** What browsers are told of every answer. */
    static void guard(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin")
                .set("cross-origin-resource-policy", "same-origin")
                .set(
                        "permissions-policy",
                        "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(),"
                                + " geolocation=()")
                .set("x-content-type-options", "nosniff");
    }
}
