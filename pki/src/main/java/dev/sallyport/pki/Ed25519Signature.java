package dev.sallyport.pki;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.EdDSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 (RFC 8032) by Bouncy Castle's arithmetic for Bouncy Castle's keys. Its own class for this makes the whole
 * provider first, see {@link BouncyCastleEdwards}.
 *
 * <p>Public, because the JDK makes it by its name.
 */
public final class Ed25519Signature extends SignatureSpi {

    private static final String ALGORITHM = "Ed25519";

    private @Nullable Signer signer;

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        if (!(key instanceof EdDSAPublicKey ours) || !ours.getAlgorithm().equals(ALGORITHM)) {
            throw new InvalidKeyException("no Ed25519 key of Bouncy Castle");
        }
        begin(false, new Ed25519PublicKeyParameters(ours.getPointEncoding(), 0));
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof EdDSAPrivateKey ours) || !ours.getAlgorithm().equals(ALGORITHM)) {
            throw new InvalidKeyException("no Ed25519 key of Bouncy Castle");
        }
        try {
            byte[] seed = ASN1OctetString.getInstance(
                            PrivateKeyInfo.getInstance(ours.getEncoded()).parsePrivateKey())
                    .getOctets();
            begin(true, new Ed25519PrivateKeyParameters(seed, 0));
        } catch (IOException | RuntimeException e) {
            throw new InvalidKeyException("no Ed25519 key in PKCS#8", e);
        }
    }

    private void begin(boolean signs, CipherParameters key) {
        Signer fresh = new Ed25519Signer();
        fresh.init(signs, key);
        signer = fresh;
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
        signer().update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
        signer().update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        try {
            return signer().generateSignature();
        } catch (org.bouncycastle.crypto.CryptoException | RuntimeException e) {
            throw new SignatureException("cannot sign", e);
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        return signer().verifySignature(signature);
    }

    private Signer signer() throws SignatureException {
        Signer ready = signer;
        if (ready == null) {
            throw new SignatureException("no key yet");
        }
        return ready;
    }

    @Deprecated
    @Override
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("Ed25519 has no parameters");
    }

    @Deprecated
    @Override
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("Ed25519 has no parameters");
    }
}
