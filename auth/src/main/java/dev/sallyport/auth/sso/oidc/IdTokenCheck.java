package dev.sallyport.auth.sso.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.web.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** OpenID Connect Core 1.0, section 3.1.3.7, without what it leaves to taste. */
record IdTokenCheck(OidcSpec spec, OidcRequest request, InstantSource clock) {

    /** How much the provider's clock may differ. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    /** A token is made when the code is shown. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    /** @param accessToken empty where there is none */
    IdToken check(String token, String keys, String accessToken) {
        JsonNode claims = claims(TokenSignature.verified(token, keys));
        requireEqual("iss", spec.getIssuerUrl(), StrictJson.text(claims, "iss"));
        requireAudience(claims);
        requireTime(claims);
        requireEqual("nonce", request.nonce(), StrictJson.text(claims, "nonce"));
        requireAccessToken(claims, accessToken);
        requireContext(claims);
        String subject = StrictJson.text(claims, "sub");
        if (subject.isEmpty() || subject.length() > 255) {
            throw ProviderRefusals.unproved("the ID token has no subject of 1 to 255 characters");
        }
        return new IdToken(
                subject,
                claims,
                List.of("the ID token is signed by " + spec.getIssuerUrl() + ", for " + spec.getClientId()));
    }

    private static JsonNode claims(byte[] payload) {
        try {
            return StrictJson.object(payload);
        } catch (IOException e) {
            throw ProviderRefusals.unproved("the ID token is no JSON object");
        }
    }

    private void requireAudience(JsonNode claims) {
        List<String> audiences = texts(claims.path("aud"));
        String party = StrictJson.text(claims, "azp");
        boolean ours = audiences.contains(spec.getClientId());
        boolean alone = audiences.size() == 1 && party.isEmpty();
        if (!ours || !(alone || party.equals(spec.getClientId()))) {
            throw ProviderRefusals.unproved("the ID token is for " + ProviderRefusals.shown(audiences.toString())
                    + (party.isEmpty() ? "" : ", party " + ProviderRefusals.shown(party)) + ", expected "
                    + spec.getClientId());
        }
    }

    private void requireTime(JsonNode claims) {
        Instant now = clock.instant();
        Instant made = time(claims, "iat");
        boolean over = !now.isBefore(time(claims, "exp").plus(CLOCK_MARGIN));
        boolean early = made.isAfter(now.plus(CLOCK_MARGIN))
                || (claims.has("nbf") && time(claims, "nbf").isAfter(now.plus(CLOCK_MARGIN)));
        if (over || early || made.isBefore(now.minus(OLDEST))) {
            throw ProviderRefusals.unproved("the ID token was made at " + made + " and is not good now, at " + now
                    + ": compare the clocks of auth and of the provider");
        }
    }

    /** Where the token says which access token it came with, that must be the one (section 3.1.3.6). */
    private static void requireAccessToken(JsonNode claims, String accessToken) {
        String hash = StrictJson.text(claims, "at_hash");
        if (!hash.isEmpty()
                && Arrays.stream(new String[] {"SHA-256", "SHA-384", "SHA-512"})
                        .noneMatch(algorithm -> hash.equals(half(algorithm, accessToken)))) {
            throw ProviderRefusals.unproved("the access token is not the one that the ID token came with");
        }
    }

    private void requireContext(JsonNode claims) {
        String acr = StrictJson.text(claims, "acr");
        if (!request.acr().isEmpty() && !request.acr().contains(acr)) {
            throw ProviderRefusals.unproved("the provider says acr '" + ProviderRefusals.shown(acr) + "', required is "
                    + String.join(" or ", request.acr()));
        }
        request.maxAge().ifPresent(age -> {
            if (time(claims, "auth_time").plus(age).plus(CLOCK_MARGIN).isBefore(clock.instant())) {
                throw ProviderRefusals.unproved(
                        "the proof to the provider is older than " + age.toSeconds() + " s: log in there anew");
            }
        });
    }

    private static String half(String algorithm, String token) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static void requireEqual(String name, String expected, String said) {
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), said.getBytes(StandardCharsets.UTF_8))) {
            throw ProviderRefusals.unproved("the ID token's " + name + " is '" + ProviderRefusals.shown(said)
                    + "', which is not the one expected");
        }
    }

    private static List<String> texts(JsonNode value) {
        return value.isTextual()
                ? List.of(value.textValue())
                : value.valueStream()
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .toList();
    }

    private static Instant time(JsonNode claims, String name) {
        JsonNode value = claims.path(name);
        if (!value.isNumber() || !value.canConvertToLong()) {
            throw ProviderRefusals.unproved("the ID token says no time as " + name);
        }
        long seconds = value.longValue();
        if (seconds < 0 || seconds > 253_402_300_799L) {
            throw ProviderRefusals.unproved("the ID token says an impossible time as " + name);
        }
        return Instant.ofEpochSecond(seconds);
    }
}
