package dev.sallyport.proxy.ssh;

import java.security.SecureRandom;
import org.apache.sshd.common.random.Random;
import org.apache.sshd.common.random.RandomFactory;

/** MINA's randomness, from ours: one for all connections, safe for many threads. */
final class Padding implements Random, RandomFactory {

    private final SecureRandom random;

    Padding(SecureRandom random) {
        this.random = random;
    }

    @Override
    public void fill(byte[] bytes, int start, int length) {
        byte[] fresh = new byte[length];
        random.nextBytes(fresh);
        System.arraycopy(fresh, 0, bytes, start, length);
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public Random create() {
        return this;
    }

    @Override
    public boolean isSupported() {
        return true;
    }

    @Override
    public String getName() {
        return "sallyport";
    }
}
