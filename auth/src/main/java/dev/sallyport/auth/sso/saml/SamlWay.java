package dev.sallyport.auth.sso.saml;

import dev.sallyport.api.v1.SamlSpec;
import dev.sallyport.auth.sso.provider.BrowserWay;
import dev.sallyport.auth.state.OneTimeCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** One connector's way. */
public final class SamlWay implements BrowserWay {

    private final String name;
    private final SamlSpec spec;
    private final String us;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Duration limit;

    /** @param cluster names us where the connector does not */
    public SamlWay(
            String name, SamlSpec spec, String cluster, InstantSource clock, SecureRandom random, Duration limit) {
        this.name = name;
        this.spec = spec;
        this.us = spec.getAudience().isEmpty() ? "urn:sallyport:" + cluster : spec.getAudience();
        this.clock = clock;
        this.random = random;
        this.limit = limit;
    }

    @Override
    public Begun begin(Question question) {
        SamlProvider provider = SamlProvider.of(name, spec, limit);
        // An XML id begins with a letter or _.
        String id = "_" + OneTimeCode.random(random).text();
        SamlRequest request = new SamlRequest(id, us, question.redirectUri(), question.state(), question.acr());
        return new Begun(
                request.browser(provider, clock.instant()),
                new SamlAnswer(spec.getUsernameAttribute(), provider, request, clock));
    }
}
