package dev.sallyport.auth.sso.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/**
 * Whether a key of the provider signed a token. Only algorithms with a public key count, whatever the token says of itself:
 * neither {@code none} nor one that would take a public key for a shared secret. Keys that the token brings along are not
 * looked at.
 */
final class TokenSignature {

    private static final Set<JWSAlgorithm> RSA = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);
    private static final Set<JWSAlgorithm> EC = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);

    private TokenSignature() {}

    /**
     * The token's payload, once its signature was verified.
     *
     * @param keys the provider's JWK set
     */
    static byte[] verified(String token, String keys) {
        try {
            JWSObject signed = JWSObject.parse(token);
            List<JWK> candidates = candidates(signed, JWKSet.parse(keys));
            for (JWK key : candidates) {
                if (signed.verify(verifier(key))) {
                    return signed.getPayload().toBytes();
                }
            }
            throw ProviderRefusals.unproved("no key of the provider signed the ID token");
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw ProviderRefusals.unproved("the ID token, or a key of the provider, cannot be used ("
                    + ProviderRefusals.shown(String.valueOf(e.getMessage())) + ")");
        }
    }

    private static List<JWK> candidates(JWSObject signed, JWKSet keys) {
        JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
        if (!RSA.contains(algorithm) && !EC.contains(algorithm)) {
            throw ProviderRefusals.unproved("the ID token is signed by '" + ProviderRefusals.shown(algorithm.getName())
                    + "': expected RS, PS or ES with 256, 384 or 512");
        }
        String id = signed.getHeader().getKeyID();
        return keys.getKeys().stream()
                .filter(key -> RSA.contains(algorithm) ? key instanceof RSAKey : key instanceof ECKey)
                .filter(key -> key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .filter(key -> id == null || id.equals(key.getKeyID()))
                .toList();
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            default -> throw new JOSEException("a key of type " + key.getKeyType());
        };
    }
}
