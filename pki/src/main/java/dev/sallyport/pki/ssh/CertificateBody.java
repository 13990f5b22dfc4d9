package dev.sallyport.pki.ssh;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The fields of a certificate in the order of the wire (PROTOCOL.certkeys of OpenSSH). Options and extensions are sorted
 * by name, as that document demands; an empty value is a flag.
 */
record CertificateBody(
        PublicKey publicKey,
        long serial,
        OpenSshCertificate.Type type,
        String keyId,
        List<String> principals,
        Instant validAfter,
        Instant validBefore,
        SortedMap<String, String> criticalOptions,
        SortedMap<String, String> extensions) {

    private static final int NONCE_BYTES = 32;

    /** The signed certificate as a line. */
    String sign(KeyPair ca, SecureRandom random) {
        SshKeys.requireEd25519(publicKey);
        Buffer body = body(ca.getPublic(), random);
        Buffer signature = new ByteArrayBuffer();
        signature.putString(KeyPairProvider.SSH_ED25519);
        signature.putBytes(signed(body.getCompactData(), ca));
        body.putBytes(signature.getCompactData());
        return SshKeys.line(KeyPairProvider.SSH_ED25519_CERT, body.getCompactData(), keyId);
    }

    private Buffer body(PublicKey ca, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Buffer body = new ByteArrayBuffer();
        body.putString(KeyPairProvider.SSH_ED25519_CERT);
        body.putBytes(nonce);
        body.putRawPublicKeyBytes(publicKey);
        body.putLong(serial);
        body.putUInt(type.getCode());
        body.putString(keyId);
        body.putBytes(principalList());
        body.putLong(validAfter.getEpochSecond());
        body.putLong(validBefore.getEpochSecond());
        body.putBytes(tuples(criticalOptions));
        body.putBytes(tuples(extensions));
        body.putString("");
        Buffer caBlob = new ByteArrayBuffer();
        caBlob.putRawPublicKey(ca);
        body.putBytes(caBlob.getCompactData());
        return body;
    }

    private byte[] principalList() {
        Buffer list = new ByteArrayBuffer();
        principals.forEach(list::putString);
        return list.getCompactData();
    }

    private static byte[] tuples(SortedMap<String, String> named) {
        Buffer tuples = new ByteArrayBuffer();
        named.forEach((name, value) -> {
            Buffer data = new ByteArrayBuffer();
            if (!value.isEmpty()) {
                data.putString(value);
            }
            tuples.putString(name);
            tuples.putBytes(data.getCompactData());
        });
        return tuples.getCompactData();
    }

    private static byte[] signed(byte[] body, KeyPair ca) {
        try {
            Signature signer = BuiltinSignatures.ed25519.create();
            signer.initSigner(null, ca.getPrivate());
            signer.update(null, body);
            return signer.sign(null);
        } catch (Exception e) {
            throw new IllegalStateException("an SSH CA's key is Ed25519", e);
        }
    }
}
