package dev.sallyport.auth.factors;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the cluster wants of second factors.
 *
 * @param rpId whose the keys are: the host of the proxies' public address
 * @param origin where a person meets them: its https address
 * @param browser whether the proxies' page may answer challenges
 * @param adminActions whether administration takes a second factor for each action
 * @param allowedMakers CAs of which a new key's attestation must come; empty for any key
 * @param deniedMakers CAs of which it must not come
 */
public record FactorSettings(
        String rpId,
        String origin,
        boolean browser,
        boolean adminActions,
        List<X509Certificate> allowedMakers,
        List<X509Certificate> deniedMakers) {

    private static final String HTTPS_PORT = ":443";

    public FactorSettings {
        allowedMakers = List.copyOf(allowedMakers);
        deniedMakers = List.copyOf(deniedMakers);
    }

    /** For proxies at this address, with a page, without lists of makers. */
    public static FactorSettings at(String proxyAddress) {
        int colon = proxyAddress.lastIndexOf(':');
        boolean port = colon > proxyAddress.lastIndexOf(']');
        String host = (port ? proxyAddress.substring(0, colon) : proxyAddress).toLowerCase(java.util.Locale.ROOT);
        String shown = port && !proxyAddress.endsWith(HTTPS_PORT) ? host + proxyAddress.substring(colon) : host;
        return new FactorSettings(
                host.replace("[", "").replace("]", ""), "https://" + shown, true, false, List.of(), List.of());
    }

    /** Whether a new key must say of which make it is. */
    public boolean wantsAttestation() {
        return !allowedMakers.isEmpty() || !deniedMakers.isEmpty();
    }
}
