package dev.sallyport.api.machine;

import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;

/**
 * The private halves of a machine's identity. They are made on the machine and never leave it.
 *
 * @param tls ECDSA P-256
 * @param sshHost Ed25519
 */
public record MachineKeys(KeyPair tls, KeyPair sshHost) {

    /** New keys for a machine that joins. */
    public static MachineKeys generate(SecureRandom random) {
        return new MachineKeys(Keys.ecdsaP256(random), Keys.ed25519(random));
    }

    /**
     * A new TLS key beside the same SSH host key: a client that exchanges keys again in mid-session expects the host key
     * that it began with.
     */
    public MachineKeys renewed(SecureRandom random) {
        return new MachineKeys(Keys.ecdsaP256(random), sshHost);
    }

    @Override
    public String toString() {
        return "MachineKeys[***]";
    }
}
