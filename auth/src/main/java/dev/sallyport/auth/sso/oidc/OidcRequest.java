package dev.sallyport.auth.sso.oidc;

import dev.sallyport.auth.sso.provider.Pkce;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one login asked for.
 *
 * @param nonce comes back in the ID token
 * @param acr one of them is required; empty: any
 */
record OidcRequest(
        String redirectUri, String state, String nonce, Pkce pkce, List<String> acr, Optional<Duration> maxAge) {

    OidcRequest {
        acr = List.copyOf(acr);
    }

    @Override
    public String toString() {
        return "OidcRequest[***]";
    }
}
