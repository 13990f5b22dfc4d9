package dev.sallyport.pki.x509;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The CAs of one cluster that may have signed something still valid.
 *
 * @param host sign auth, proxies and nodes, and no people
 * @param user sign people, and no machines
 */
public record TrustedCas(List<X509Certificate> host, List<X509Certificate> user) {

    public TrustedCas {
        host = List.copyOf(host);
        user = List.copyOf(user);
    }
}
