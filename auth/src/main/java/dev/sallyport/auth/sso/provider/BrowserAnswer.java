package dev.sallyport.auth.sso.provider;

import java.util.Map;

/** What is kept until a browser comes back, and reads what it brings. Holds secrets; used once. */
public interface BrowserAnswer {

    /**
     * Who it is.
     *
     * @param parameters what the browser brought
     * @throws dev.sallyport.model.Failure UNAUTHENTICATED where the answer proves nobody, UNAVAILABLE where the provider does
     *     not answer or answers garbage
     */
    Claimed read(Map<String, String> parameters);
}
