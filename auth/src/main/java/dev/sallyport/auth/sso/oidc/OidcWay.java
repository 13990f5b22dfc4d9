package dev.sallyport.auth.sso.oidc;

import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.auth.sso.provider.BrowserWay;
import dev.sallyport.auth.sso.provider.Pkce;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import dev.sallyport.model.Durations;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One connector's way. */
public final class OidcWay implements BrowserWay {

    private static final List<String> SCOPES = List.of("email", "profile");

    private final OidcClient client;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * The way of a connector.
     *
     * @param limit for a conversation
     */
    public OidcWay(String name, OidcSpec spec, InstantSource clock, SecureRandom random, Duration limit) {
        this.client = new OidcClient(name, spec, limit);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Begun begin(Question question) {
        try (ProviderHttp http = client.open()) {
            OidcMetadata metadata = OidcMetadata.ask(client.spec().getIssuerUrl(), client.name(), http);
            OidcRequest request = new OidcRequest(
                    question.redirectUri(),
                    question.state(),
                    Pkce.secret(random),
                    Pkce.random(random),
                    required(question.acr()),
                    maxAge());
            return new Begun(browser(metadata, request), new OidcAnswer(client, request, clock));
        }
    }

    private List<String> required(String asked) {
        return asked.isEmpty() ? client.spec().getAcrValuesList() : List.of(asked);
    }

    private Optional<Duration> maxAge() {
        String age = client.spec().getMaxAge();
        return age.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(age));
    }

    private URI browser(OidcMetadata metadata, OidcRequest request) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.spec().getClientId());
        query.put("redirect_uri", request.redirectUri());
        query.put("scope", scope());
        query.put("state", request.state());
        query.put("nonce", request.nonce());
        query.put("code_challenge", request.pkce().challenge());
        query.put("code_challenge_method", "S256");
        if (!request.acr().isEmpty()) {
            query.put("acr_values", String.join(" ", request.acr()));
        }
        request.maxAge().ifPresent(age -> query.put("max_age", String.valueOf(age.toSeconds())));
        if (!client.spec().getPrompt().isEmpty()) {
            query.put("prompt", client.spec().getPrompt());
        }
        String parameters = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + ProviderHttp.encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        String place = metadata.authorization().toString();
        return URI.create(place + (place.contains("?") ? "&" : "?") + parameters);
    }

    private String scope() {
        List<String> wanted =
                client.spec().getScopeList().isEmpty() ? SCOPES : client.spec().getScopeList();
        return Stream.concat(Stream.of("openid"), wanted.stream()).distinct().collect(Collectors.joining(" "));
    }
}
