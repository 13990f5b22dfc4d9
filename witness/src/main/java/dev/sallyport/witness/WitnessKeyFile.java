package dev.sallyport.witness;

import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.PrivateFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** A witness's key: two lines of base64, public (SubjectPublicKeyInfo) and private (PKCS#8). Made at the first start, mode 0600. */
final class WitnessKeyFile {

    private WitnessKeyFile() {}

    static NoteSigner open(String name, Path file, SecureRandom random) {
        byte[] there = PrivateFile.read(file).orElseGet(() -> begin(file, random));
        List<String> lines =
                new String(there, StandardCharsets.US_ASCII).lines().toList();
        try {
            KeyPair pair = new KeyPair(
                    Keys.publicKey(Base64.getDecoder().decode(lines.getFirst())),
                    Keys.privateKey(Base64.getDecoder().decode(lines.get(1))));
            if (Keys.belongTogether(pair.getPrivate(), pair.getPublic())) {
                return NoteSigner.ofWitness(name, pair);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | java.util.NoSuchElementException e) {
            throw damaged(file, e);
        }
        throw damaged(file, new IllegalArgumentException("two halves of different keys"));
    }

    private static byte[] begin(Path file, SecureRandom random) {
        KeyPair pair = Keys.ed25519(random);
        Base64.Encoder base64 = Base64.getEncoder();
        String lines = base64.encodeToString(pair.getPublic().getEncoded()) + "\n"
                + base64.encodeToString(pair.getPrivate().getEncoded()) + "\n";
        PrivateFile.create(file, lines.getBytes(StandardCharsets.US_ASCII));
        return PrivateFile.read(file).orElseThrow();
    }

    private static Failure damaged(Path file, Exception cause) {
        return Failure.of(
                FailureCode.INVALID,
                "the witness's key " + file + " is damaged. Next: restore it; with another key it is another witness",
                cause);
    }
}
