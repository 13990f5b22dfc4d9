package dev.sallyport.auth.sso.oidc;

import dev.sallyport.api.v1.OidcSpec;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import java.time.Duration;

/** What we are at a provider. */
record OidcClient(String name, OidcSpec spec, Duration limit) {

    ProviderHttp open() {
        return ProviderHttp.open(name, spec.getTrustedCa(), limit);
    }

    @Override
    public String toString() {
        return "OidcClient[" + name + ", ***]";
    }
}
