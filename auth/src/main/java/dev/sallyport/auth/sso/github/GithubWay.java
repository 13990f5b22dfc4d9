package dev.sallyport.auth.sso.github;

import dev.sallyport.api.v1.GithubSpec;
import dev.sallyport.auth.sso.provider.BrowserWay;
import dev.sallyport.auth.sso.provider.Pkce;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import dev.sallyport.auth.sso.provider.ProviderUrl;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;

/** One connector's way. */
public final class GithubWay implements BrowserWay {

    private static final String PUBLIC = "https://github.com";
    private static final String PUBLIC_API = "https://api.github.com";

    private final String name;
    private final GithubSpec spec;
    private final SecureRandom random;
    private final Duration limit;

    /** @param limit for a conversation */
    public GithubWay(String name, GithubSpec spec, SecureRandom random, Duration limit) {
        this.name = name;
        this.spec = spec;
        this.random = random;
        this.limit = limit;
    }

    @Override
    public Begun begin(Question question) {
        if (!question.acr().isEmpty()) {
            throw Failure.of(FailureCode.INVALID, "GitHub knows no authentication contexts (acr): leave it out");
        }
        Pkce pkce = Pkce.random(random);
        URI browser = URI.create(endpoint() + "/login/oauth/authorize?client_id="
                + ProviderHttp.encoded(spec.getClientId()) + "&redirect_uri="
                + ProviderHttp.encoded(question.redirectUri()) + "&scope=" + ProviderHttp.encoded("read:org")
                + "&state=" + ProviderHttp.encoded(question.state()) + "&code_challenge=" + pkce.challenge()
                + "&code_challenge_method=S256&allow_signup=false");
        return new Begun(browser, new GithubAnswer(name, spec, endpoint(), api(), question, pkce, limit));
    }

    private String endpoint() {
        return trimmed(spec.getEndpointUrl().isEmpty() ? PUBLIC : spec.getEndpointUrl());
    }

    private String api() {
        return trimmed(spec.getApiEndpointUrl().isEmpty() ? PUBLIC_API : spec.getApiEndpointUrl());
    }

    private static String trimmed(String url) {
        String text = ProviderUrl.parse(url, "endpoint").toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
