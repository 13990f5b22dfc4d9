package dev.sallyport.cli.profile;

import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;

/** The private halves of a login: made here, never sent. */
public record LoginKeys(KeyPair tls, KeyPair ssh) {

    /** New ones. */
    public static LoginKeys generate(SecureRandom random) {
        return new LoginKeys(Keys.ecdsaP256(random), Keys.ed25519(random));
    }

    @Override
    public String toString() {
        return "LoginKeys[***]";
    }
}
