package dev.sallyport.auth.factors;

import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.attestation.AttestationTrustSource;
import com.yubico.webauthn.data.ByteArray;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which makes of security keys may be added, by the CAs that their attestation comes from. Where a CA is denied, a key that says nothing of its make is denied
 * too: it could be one of those.
 */
record Makers(FactorSettings settings) implements AttestationTrustSource {

    @Override
    public TrustRootsResult findTrustRoots(List<X509Certificate> chain, Optional<ByteArray> aaguid) {
        return TrustRootsResult.builder()
                .trustRoots(settings.allowedMakers().isEmpty() ? trusted(chain) : Set.copyOf(settings.allowedMakers()))
                .enableRevocationChecking(false)
                .build();
    }

    /** Without an allow list, whatever CA it comes from is looked at below. */
    private static Set<X509Certificate> trusted(List<X509Certificate> chain) {
        return chain.isEmpty() ? Set.of() : Set.of(chain.getLast());
    }

    /** @throws Failure INVALID where the key's make is not wanted */
    void require(RegistrationResult result) {
        if (!settings.wantsAttestation()) {
            return;
        }
        List<X509Certificate> chain = result.getAttestationTrustPath().orElse(List.of());
        if (chain.isEmpty()) {
            throw refused("it does not prove its make, and this cluster takes only certain ones");
        }
        if (isFrom(chain, settings.deniedMakers())) {
            throw refused("its make is on the cluster's list of those that are not taken");
        }
        if (!settings.allowedMakers().isEmpty()
                && (!result.isAttestationTrusted() || !isFrom(chain, settings.allowedMakers()))) {
            throw refused("its make is not on the cluster's list of those that are taken");
        }
    }

    private static boolean isFrom(List<X509Certificate> chain, List<X509Certificate> cas) {
        Set<X509Certificate> links = new HashSet<>(chain);
        return cas.stream().anyMatch(ca -> links.contains(ca) || chain.stream().anyMatch(link -> signed(ca, link)));
    }

    private static boolean signed(X509Certificate ca, X509Certificate link) {
        if (!ca.getSubjectX500Principal().equals(link.getIssuerX500Principal())) {
            return false;
        }
        try {
            link.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Failure refused(String why) {
        return Failure.of(FailureCode.INVALID, "the new security key is refused: " + why);
    }
}
