package dev.sallyport.testing;

import java.security.SecureRandom;
import java.util.Random;

/** An address of 127.0.0.0/8 that nobody else has, for what cannot listen on port 0. */
public final class PrivateAddress {

    private PrivateAddress() {}

    /** Another one at each call, but for one in eight million. */
    public static String any() {
        Random random = new SecureRandom();
        return "127.%d.%d.%d".formatted(64 + random.nextInt(128), 1 + random.nextInt(250), 1 + random.nextInt(250));
    }
}
