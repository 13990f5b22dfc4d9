package dev.sallyport.pki.identity;

import dev.sallyport.model.access.Identity;

/**
 * What a certificate carries about its holder.
 *
 * @param identity who it is
 * @param session id of the login that the certificate came from, the same in all certificates of one login; empty
 *     where there was none (machines)
 */
public record CertifiedIdentity(Identity identity, String session) {

    /** An identity that came from no login: machines. */
    public static CertifiedIdentity of(Identity identity) {
        return new CertifiedIdentity(identity, "");
    }
}
