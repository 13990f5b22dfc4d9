package dev.sallyport.auth.sso.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.auth.sso.provider.BrowserAnswer;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import dev.sallyport.auth.sso.provider.ProviderJson;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.web.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** From a code to what the provider says of the person. */
record OidcAnswer(OidcClient client, OidcRequest request, InstantSource clock) implements BrowserAnswer {

    /** Of the protocol, not of the person. */
    private static final Set<String> NO_TRAITS = Set.of(
            "iss",
            "aud",
            "azp",
            "exp",
            "iat",
            "nbf",
            "auth_time",
            "nonce",
            "at_hash",
            "c_hash",
            "jti",
            "sid",
            "session_state",
            "typ");

    @Override
    public Claimed read(Map<String, String> parameters) {
        ProviderRefusals.requireState(request.state(), parameters.getOrDefault("state", ""));
        ProviderRefusals.requireNoError(parameters);
        try (ProviderHttp http = client.open()) {
            OidcMetadata metadata = OidcMetadata.ask(client.spec().getIssuerUrl(), client.name(), http);
            requireIssuer(metadata, parameters);
            JsonNode tokens = tokens(metadata, parameters.getOrDefault("code", ""), http);
            String idToken = required(tokens, "id_token");
            JsonNode keys = ProviderJson.object(client.name(), "keys", http.get(metadata.keys(), Map.of()));
            IdToken token = new IdTokenCheck(client.spec(), request, clock)
                    .check(idToken, keys.toString(), StrictJson.text(tokens, "access_token"));
            return claimed(token, userinfo(metadata, tokens, token, http));
        }
    }

    /** Whoever answers in the name of another provider is found out before the code is shown to anybody (RFC 9207). */
    private void requireIssuer(OidcMetadata metadata, Map<String, String> parameters) {
        String issuer = parameters.getOrDefault("iss", "");
        if (issuer.isEmpty() ? metadata.namesItself() : !issuer.equals(metadata.issuer())) {
            throw ProviderRefusals.unproved("the answer is of the issuer '" + ProviderRefusals.shown(issuer)
                    + "', expected " + metadata.issuer());
        }
    }

    private JsonNode tokens(OidcMetadata metadata, String code, ProviderHttp http) {
        if (code.isEmpty()) {
            throw ProviderRefusals.unproved("the browser brought no code");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", request.redirectUri());
        form.put("code_verifier", request.pkce().verifier());
        Map<String, String> headers = new TreeMap<>();
        String secret = client.spec().getClientSecret();
        if (secret.isEmpty() || !metadata.basic()) {
            form.put("client_id", client.spec().getClientId());
        }
        if (!secret.isEmpty() && metadata.basic()) {
            headers.put("Authorization", basic(secret));
        } else if (!secret.isEmpty()) {
            form.put("client_secret", secret);
        }
        ProviderHttp.Reply reply = http.post(metadata.token(), form, headers);
        if (reply.status() == 400 || reply.status() == 401) {
            throw ProviderRefusals.unproved("the identity provider does not take the code (status " + reply.status()
                    + "): it was used, its time is over, or client_id and client_secret are wrong");
        }
        return ProviderJson.object(client.name(), "tokens", reply);
    }

    /** RFC 6749, section 2.3.1: both are encoded as in a form first. */
    private String basic(String secret) {
        String both = ProviderHttp.encoded(client.spec().getClientId()) + ":" + ProviderHttp.encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode userinfo(OidcMetadata metadata, JsonNode tokens, IdToken token, ProviderHttp http) {
        String access = StrictJson.text(tokens, "access_token");
        if (metadata.userinfo().isEmpty() || access.isEmpty() || client.spec().getSkipUserinfo()) {
            return token.claims();
        }
        JsonNode said = ProviderJson.object(
                client.name(),
                "userinfo",
                http.get(metadata.userinfo().get(), Map.of("Authorization", "Bearer " + access)));
        if (!StrictJson.text(said, "sub").equals(token.subject())) {
            throw ProviderRefusals.unproved("userinfo is about somebody else than the ID token");
        }
        return said;
    }

    private Claimed claimed(IdToken token, JsonNode userinfo) {
        Map<String, List<String>> values = new TreeMap<>(StrictJson.values(userinfo, NO_TRAITS));
        // What is signed wins.
        values.putAll(StrictJson.values(token.claims(), NO_TRAITS));
        List<String> why = new ArrayList<>(token.why());
        return new Claimed(token.subject(), name(values, why), values, why);
    }

    private String name(Map<String, List<String>> values, List<String> why) {
        String claim = client.spec().getUsernameClaim().isEmpty()
                ? "email"
                : client.spec().getUsernameClaim();
        List<String> names = values.getOrDefault(claim, List.of());
        if (names.size() != 1) {
            throw ProviderRefusals.unproved("the claim '" + claim + "' is to be the user's name, and has "
                    + names.size() + " values: see username_claim of the connector, and the scopes");
        }
        boolean verified = values.getOrDefault("email_verified", List.of()).equals(List.of("true"));
        if (claim.equals("email") && !verified && !client.spec().getAllowUnverifiedEmail()) {
            throw ProviderRefusals.unproved("the provider has not verified the address "
                    + ProviderRefusals.shown(names.getFirst())
                    + " (email_verified): have it verified, or name another username_claim");
        }
        why.add("the claim " + claim + " names the user");
        return names.getFirst();
    }

    private static String required(JsonNode tokens, String name) {
        String value = StrictJson.text(tokens, name);
        if (value.isEmpty()) {
            throw ProviderRefusals.unproved("the identity provider gave no " + name);
        }
        return value;
    }

    @Override
    public String toString() {
        return "OidcAnswer[***]";
    }
}
