package dev.sallyport.pki.hpke;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** The private half of a {@link RecipientKey}: in a file of its own, two lines of text, mode 0600. */
public final class OpeningKey {

    private static final String FORM = "sallyport-recording-key-v1 ";

    private final X25519PrivateKeyParameters key;

    private OpeningKey(X25519PrivateKeyParameters key) {
        this.key = key;
    }

    public static OpeningKey generate(SecureRandom random) {
        return new OpeningKey(new X25519PrivateKeyParameters(random));
    }

    /**
     * One that was {@linkplain #encoded written} elsewhere than in a file.
     *
     * @throws Failure INVALID where these are not 32 bytes
     */
    public static OpeningKey of(byte[] encoded) {
        if (encoded.length != RecipientKey.KEY_BYTES) {
            throw Failure.of(FailureCode.INVALID, "a recording key has not " + RecipientKey.KEY_BYTES + " bytes");
        }
        return new OpeningKey(new X25519PrivateKeyParameters(encoded));
    }

    /** The secret itself: 32 bytes. */
    public byte[] encoded() {
        return key.getEncoded();
    }

    /** @throws Failure NOT_FOUND where there is no such file, INVALID where it holds something else */
    public static OpeningKey read(Path file) {
        byte[] content = PrivateFile.read(file)
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, "there is no key file " + file));
        Optional<String> line = new String(content, StandardCharsets.US_ASCII)
                .lines()
                .filter(each -> each.startsWith(FORM))
                .findFirst();
        try {
            byte[] key = Base64.getDecoder().decode(line.orElse("").replace(FORM, ""));
            if (key.length == RecipientKey.KEY_BYTES) {
                return new OpeningKey(new X25519PrivateKeyParameters(key));
            }
        } catch (IllegalArgumentException notBase64) {
            throw Failure.of(FailureCode.INVALID, file + " holds no recording key", notBase64);
        }
        throw Failure.of(FailureCode.INVALID, file + " holds no recording key");
    }

    /** @throws Failure CONFLICT where the file is there already */
    public void write(Path file) {
        String text =
                "# A private recording key of Sallyport: whoever has it can read what was recorded for it. Public half: "
                        + recipient() + "\n" + FORM + Base64.getEncoder().encodeToString(key.getEncoded()) + "\n";
        if (!PrivateFile.create(file, text.getBytes(StandardCharsets.US_ASCII))) {
            throw Failure.of(FailureCode.CONFLICT, file + " is there already: a key file is never replaced");
        }
    }

    /** The public half. */
    public RecipientKey recipient() {
        return new RecipientKey(key.generatePublicKey().getEncoded());
    }

    /**
     * What {@link RecipientKey#wrap} wrapped with the same words.
     *
     * @throws Failure INVALID where it was not, for this key
     */
    public byte[] open(byte[] wrapped, byte[] info, byte[] place) {
        if (wrapped.length < RecipientKey.OVERHEAD) {
            throw notOurs(null);
        }
        HPKE hpke = RecipientKey.suite();
        byte[] encapsulated = Arrays.copyOf(wrapped, RecipientKey.KEY_BYTES);
        byte[] sealed = Arrays.copyOfRange(wrapped, RecipientKey.KEY_BYTES, wrapped.length);
        try {
            return hpke.setupBaseR(encapsulated, new AsymmetricCipherKeyPair(key.generatePublicKey(), key), info)
                    .open(place, sealed);
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException other) {
            throw notOurs(other);
        }
    }

    private static Failure notOurs(@org.jspecify.annotations.Nullable Throwable cause) {
        String text = "a wrapped key was changed, moved, or wrapped for another key";
        return cause == null ? Failure.of(FailureCode.INVALID, text) : Failure.of(FailureCode.INVALID, text, cause);
    }

    @Override
    public String toString() {
        return "OpeningKey[" + recipient() + ", ***]";
    }
}
