package dev.sallyport.pki;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands under Bouncy Castle's name, with one algorithm of it: Ed25519 with Bouncy Castle's own keys, the only ones that
 * the SSH library recognises (apache/mina-sshd issue 747). Whatever else is asked of it by name is answered by the JDK,
 * which is faster at it, or not at all.
 *
 * <p>The provider itself registers four thousand services when it is made: 500 classes, 3 MB of heap and a good part of
 * the start of every command; and algorithms that nobody here ever wants.
 */
final class BouncyCastleEdwards extends Provider {

    /** What libraries look for. */
    static final String NAME = "BC";

    private static final long serialVersionUID = 1;

    private static final String EDWARDS = "org.bouncycastle.jcajce.provider.asymmetric.edec.";

    /** The curve and the family: Bouncy Castle has a class for each. */
    private static final List<String> NAMES = List.of("Ed25519", "EdDSA");

    /** All spellings of it, for which the JDK, whose keys would be of another kind, must never be asked. */
    private static final Set<String> SPELLINGS = Set.of("ED25519", "EDDSA", "1.3.101.112", "OID.1.3.101.112");

    BouncyCastleEdwards() {
        super(NAME, "1", "Bouncy Castle's Ed25519");
        for (String name : NAMES) {
            put("KeyFactory", name, EDWARDS + "KeyFactorySpi$" + name);
            put("KeyPairGenerator", name, EDWARDS + "KeyPairGeneratorSpi$" + name);
            put("Signature", name, Ed25519Signature.class.getName());
        }
    }

    private void put(String type, String name, String spi) {
        putService(new Service(this, type, name, spi, null, null));
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        Service own = super.getService(type, algorithm);
        return own != null || SPELLINGS.contains(algorithm.toUpperCase(Locale.ROOT)) ? own : ofJdk(type, algorithm);
    }

    private static @Nullable Service ofJdk(String type, String algorithm) {
        return Stream.of(Security.getProviders())
                .filter(provider -> !provider.getName().equals(NAME))
                .map(provider -> provider.getService(type, algorithm))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
