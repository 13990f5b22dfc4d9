package dev.sallyport.pki.ssh;

import java.security.SecureRandom;
import org.apache.sshd.common.random.Random;
import org.apache.sshd.common.random.RandomFactory;

/** Randomness as the SSH library asks for it, from ours: one for all connections, safe for many threads. */
public final class SshRandom implements Random, RandomFactory {

    private final SecureRandom random;

    public SshRandom(SecureRandom random) {
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
