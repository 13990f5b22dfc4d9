package dev.sallyport.pki;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The two sorts of key that there are: ECDSA P-256 for TLS, Ed25519 for SSH. Private keys are kept as PKCS#8 (RFC 5208),
 * public ones as SubjectPublicKeyInfo (RFC 5280 4.1), both DER. Any other algorithm or curve is refused.
 *
 * <p>Ed25519 keys are Bouncy Castle's, because the SSH library recognises no others (apache/mina-sshd issue 747); P-256
 * keys are the JDK's own, whose TLS is fastest with them.
 */
public final class Keys {

    /** Longest encoded key that is looked at, bytes: P-256 needs 138. */
    private static final int MAX_KEY_BYTES = 1024;

    private static final Provider BOUNCY_CASTLE = theOneProvider();

    private Keys() {}

    /** Registered, so that the libraries that look for it take this one: each makes a whole one otherwise, of 3 MB. */
    private static Provider theOneProvider() {
        Provider registered = Security.getProvider(BouncyCastleEdwards.NAME);
        if (registered != null) {
            return registered;
        }
        Provider made = new BouncyCastleEdwards();
        Security.addProvider(made);
        return made;
    }

    /** A new ECDSA key on P-256, for TLS. */
    public static KeyPair ecdsaP256(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** A new Ed25519 key, for SSH. */
    public static KeyPair ed25519(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", BOUNCY_CASTLE);
            generator.initialize(256, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has Ed25519", e);
        }
    }

    /**
     * Reads a public key of somebody else; the point of a P-256 key is checked to be on the curve.
     *
     * @param spki SubjectPublicKeyInfo, DER
     * @throws Failure INVALID for anything that is not a P-256 or Ed25519 key
     */
    public static PublicKey publicKey(byte[] spki) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(bounded(spki));
            KeyFactory factory = factory(info.getAlgorithm());
            PublicKey key = factory.generatePublic(new X509EncodedKeySpec(spki));
            if (key instanceof ECPublicKey point) {
                P256.requireOnCurve(point.getW());
            }
            return key;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw refused("public key", e);
        }
    }

    /**
     * Reads a public key for TLS.
     *
     * @throws Failure INVALID for anything that is not a P-256 key
     */
    public static PublicKey tlsPublicKey(byte[] spki) {
        PublicKey key = publicKey(spki);
        if (!key.getAlgorithm().equals("EC")) {
            throw Failure.of(FailureCode.INVALID, "a key for TLS must be ECDSA P-256, this one is Ed25519");
        }
        return key;
    }

    /**
     * Reads a private key of our own.
     *
     * @param pkcs8 PKCS#8, DER, not encrypted
     * @throws Failure INVALID for anything that is not a P-256 or Ed25519 key
     */
    public static PrivateKey privateKey(byte[] pkcs8) {
        try {
            AlgorithmIdentifier algorithm =
                    PrivateKeyInfo.getInstance(bounded(pkcs8)).getPrivateKeyAlgorithm();
            return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw refused("private key", e);
        }
    }

    /**
     * Whether the two halves belong together.
     *
     * @throws Failure INVALID where the private key is of another algorithm altogether
     */
    public static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        byte[] probe = "sallyport key probe".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try {
            boolean ec = publicKey.getAlgorithm().equals("EC");
            var signer = ec
                    ? java.security.Signature.getInstance("SHA256withECDSA")
                    : java.security.Signature.getInstance("Ed25519", BOUNCY_CASTLE);
            signer.initSign(privateKey);
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(publicKey);
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            throw Failure.of(FailureCode.INVALID, "private and public key are of different algorithms", e);
        }
    }

    private static byte[] bounded(byte[] encoded) {
        if (encoded.length == 0 || encoded.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + encoded.length + " bytes");
        }
        return encoded;
    }

    private static KeyFactory factory(AlgorithmIdentifier algorithm) throws GeneralSecurityException {
        if (isP256(algorithm)) {
            return KeyFactory.getInstance("EC");
        }
        if (algorithm.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            return KeyFactory.getInstance("Ed25519", BOUNCY_CASTLE);
        }
        throw new IllegalArgumentException("algorithm " + algorithm.getAlgorithm());
    }

    private static boolean isP256(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                && curve.equals(SECObjectIdentifiers.secp256r1);
    }

    private static Failure refused(String what, Exception cause) {
        return Failure.of(
                FailureCode.INVALID, "this " + what + " cannot be used: expected ECDSA P-256 or Ed25519 in DER", cause);
    }
}
