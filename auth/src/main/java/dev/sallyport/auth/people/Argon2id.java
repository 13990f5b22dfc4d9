package dev.sallyport.auth.people;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106) with 19 MiB, two passes, one lane: about 33 ms. */
final class Argon2id implements KeyStretch {

    /** The parameters as in the PHC string format. */
    static final String PARAMETERS = "$argon2id$v=19$m=19456,t=2,p=1$";

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int OUTPUT_BYTES = 32;

    @Override
    public byte[] stretch(String password, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(2)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[OUTPUT_BYTES];
        // The same password typed on another keyboard may arrive in another composition.
        String normal = Normalizer.normalize(password, Normalizer.Form.NFC);
        generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
