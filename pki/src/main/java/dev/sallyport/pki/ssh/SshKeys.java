package dev.sallyport.pki.ssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Keys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;

/** OpenSSH's text forms of keys and certificates. */
public final class SshKeys {

    /** Longest line that is looked at, characters: an identity of 16 KiB in base64 and the rest. */
    private static final int MAX_LINE = 48 * 1024;

    private SshKeys() {}

    /** One line: {@code ssh-ed25519 AAAA… comment}. */
    public static String line(PublicKey key, String comment) {
        requireEd25519(key);
        ByteArrayBuffer blob = new ByteArrayBuffer();
        blob.putRawPublicKey(key);
        return line(KeyPairProvider.SSH_ED25519, blob.getCompactData(), comment);
    }

    /**
     * Reads a line with an Ed25519 key; a comment after it is ignored, options before it are not understood.
     *
     * @throws Failure INVALID for anything else
     */
    public static PublicKey parseKey(String line) {
        PublicKey key = parse(line);
        requireEd25519(key);
        return key;
    }

    /**
     * Reads a line with a certificate. Nothing about it is verified.
     *
     * @throws Failure INVALID for anything else
     */
    public static OpenSshCertificate parseCertificate(String line) {
        if (parse(line) instanceof OpenSshCertificate certificate) {
            return certificate;
        }
        throw Failure.of(FailureCode.INVALID, "this line is a plain SSH key, expected an OpenSSH certificate");
    }

    /** The private key in OpenSSH's own format, unencrypted: what {@code ssh -i} reads. A secret. */
    public static String privateKeyText(KeyPair pair, String comment) {
        requireEd25519(pair.getPublic());
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, comment, null, out);
            return out.toString(StandardCharsets.US_ASCII);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key could not be written", e);
        }
    }

    /**
     * Reads an unencrypted private key in OpenSSH's own format.
     *
     * @param origin names the text in errors, for example its path
     * @throws Failure INVALID for anything but exactly one Ed25519 key
     */
    public static KeyPair parsePrivateKey(String text, String origin) {
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName(origin),
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
                    null);
            Iterator<KeyPair> found = pairs == null ? java.util.Collections.emptyIterator() : pairs.iterator();
            if (found.hasNext()) {
                KeyPair pair = found.next();
                requireEd25519(pair.getPublic());
                if (!found.hasNext() && Keys.belongTogether(pair.getPrivate(), pair.getPublic())) {
                    return pair;
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw Failure.of(FailureCode.INVALID, origin + " is not an unencrypted OpenSSH private key", e);
        }
        throw Failure.of(FailureCode.INVALID, origin + " does not have exactly one Ed25519 private key");
    }

    /** {@code SHA256:…} as {@code ssh-keygen -l} prints it. */
    public static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(key);
    }

    static String line(String type, byte[] blob, String comment) {
        String text = type + " " + Base64.getEncoder().encodeToString(blob);
        return comment.isEmpty() ? text : text + " " + comment.replaceAll("\\s+", " ");
    }

    static void requireEd25519(PublicKey key) {
        if (!KeyPairProvider.SSH_ED25519.equals(KeyUtils.getKeyType(key))) {
            throw Failure.of(FailureCode.INVALID, "this SSH key is not Ed25519: make one with 'ssh-keygen -t ed25519'");
        }
    }

    private static PublicKey parse(String line) {
        String[] fields = line.strip().split("\\s+", 3);
        if (fields.length < 2 || line.length() > MAX_LINE) {
            throw unreadable(null);
        }
        try {
            ByteArrayBuffer blob = new ByteArrayBuffer(Base64.getDecoder().decode(fields[1]));
            String type = blob.getString();
            blob.rpos(0);
            PublicKey key = blob.getRawPublicKey();
            if (type.equals(fields[0]) && blob.available() == 0) {
                return key;
            }
        } catch (SshException | RuntimeException e) {
            throw unreadable(e);
        }
        throw unreadable(null);
    }

    private static Failure unreadable(@org.jspecify.annotations.Nullable Exception cause) {
        String message = "this is no line of an OpenSSH key or certificate: expected 'ssh-ed25519… AAAA…'";
        return cause == null
                ? Failure.of(FailureCode.INVALID, message)
                : Failure.of(FailureCode.INVALID, message, cause);
    }
}
