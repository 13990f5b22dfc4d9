package dev.sallyport.auth.sso.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import dev.sallyport.auth.sso.provider.ProviderJson;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.sso.provider.ProviderUrl;
import dev.sallyport.auth.web.StrictJson;
import dev.sallyport.model.Failure;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param basic whether a client shows its secret in a header
 * @param namesItself whether answers carry the issuer (RFC 9207)
 */
record OidcMetadata(
        String issuer,
        URI authorization,
        URI token,
        URI keys,
        Optional<URI> userinfo,
        boolean basic,
        boolean namesItself) {

    private static final String PATH = "/.well-known/openid-configuration";

    /** Asks the provider. Its name for itself must be the one that the connector has. */
    static OidcMetadata ask(String issuer, String who, ProviderHttp http) {
        String place = (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + PATH;
        JsonNode said = ProviderJson.object(who, "metadata", http.get(URI.create(place), Map.of()));
        String itself = StrictJson.text(said, "issuer");
        if (!itself.equals(issuer)) {
            throw ProviderRefusals.garbage(
                    who, "calls itself " + ProviderRefusals.shown(itself) + ", the connector says " + issuer);
        }
        return new OidcMetadata(
                issuer,
                endpoint(said, "authorization_endpoint", who, issuer),
                endpoint(said, "token_endpoint", who, issuer),
                endpoint(said, "jwks_uri", who, issuer),
                said.has("userinfo_endpoint")
                        ? Optional.of(endpoint(said, "userinfo_endpoint", who, issuer))
                        : Optional.empty(),
                basic(said.path("token_endpoint_auth_methods_supported")),
                said.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    /** Where nothing is said a client shows its secret in a header. */
    private static boolean basic(JsonNode methods) {
        if (!methods.isArray()) {
            return true;
        }
        boolean basic = false;
        for (JsonNode method : methods) {
            basic |= "client_secret_basic".equals(method.asText());
        }
        return basic;
    }

    private static URI endpoint(JsonNode said, String name, String who, String issuer) {
        try {
            URI endpoint = ProviderUrl.parse(StrictJson.text(said, name), name);
            if (!ProviderUrl.isLoopback(endpoint) || ProviderUrl.isLoopback(URI.create(issuer))) {
                return endpoint;
            }
        } catch (Failure e) {
            throw ProviderRefusals.garbage(who, "has a " + e.text());
        }
        throw ProviderRefusals.garbage(who, "sends auth to its own host as " + name);
    }
}
