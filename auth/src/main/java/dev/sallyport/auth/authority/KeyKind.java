package dev.sallyport.auth.authority;

import dev.sallyport.auth.state.Names;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshAuthority;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.pki.x509.CertificateAuthority;
import dev.sallyport.protocols.knock.TicketKeys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * What sort of key a ring has: how it is made, and its two halves as bytes.
 *
 * @param <K> the key, ready for use
 */
interface KeyKind<K> {

    K create(Instant now, SecureRandom random);

    /** A secret. */
    byte[] privatePart(K key);

    byte[] publicPart(K key);

    K restore(byte[] privatePart, byte[] publicPart, SecureRandom random);

    /** How the audit trail names it. */
    String fingerprint(K key);

    /** An id that none of these has. */
    default String freshId(Collection<String> taken, SecureRandom random) {
        return java.util.stream.Stream.generate(() -> Long.toHexString(random.nextLong() | Long.MIN_VALUE))
                .filter(id -> !taken.contains(id))
                .findFirst()
                .orElseThrow();
    }

    /** A CA for X.509. */
    record X509(String name) implements KeyKind<CertificateAuthority> {

        /** Longer than any key signs, even in a cluster that was off for years. */
        private static final Duration VALID = Duration.ofDays(3650);

        /** Peers whose clock is behind must not refuse a new CA. */
        private static final Duration CLOCK_MARGIN = Duration.ofHours(1);

        @Override
        public CertificateAuthority create(Instant now, SecureRandom random) {
            return CertificateAuthority.create(name, now.minus(CLOCK_MARGIN), now.plus(VALID), random);
        }

        @Override
        public byte[] privatePart(CertificateAuthority key) {
            return key.key().getEncoded();
        }

        @Override
        public byte[] publicPart(CertificateAuthority key) {
            return Certificates.encode(key.certificate());
        }

        @Override
        public CertificateAuthority restore(byte[] privatePart, byte[] publicPart, SecureRandom random) {
            return CertificateAuthority.of(Keys.privateKey(privatePart), Certificates.decode(publicPart), random);
        }

        @Override
        public String fingerprint(CertificateAuthority key) {
            return key.pin().toString();
        }
    }

    /** A CA for SSH certificates. */
    record Ssh() implements KeyKind<SshAuthority> {

        @Override
        public SshAuthority create(Instant now, SecureRandom random) {
            return SshAuthority.create(random);
        }

        @Override
        public byte[] privatePart(SshAuthority key) {
            return key.keys().getPrivate().getEncoded();
        }

        @Override
        public byte[] publicPart(SshAuthority key) {
            return key.publicKey().getEncoded();
        }

        @Override
        public SshAuthority restore(byte[] privatePart, byte[] publicPart, SecureRandom random) {
            return SshAuthority.of(new KeyPair(Keys.publicKey(publicPart), Keys.privateKey(privatePart)), random);
        }

        @Override
        public String fingerprint(SshAuthority key) {
            return SshKeys.fingerprint(key.publicKey());
        }
    }

    /** An Ed25519 key that signs one sort of thing, and no certificates. */
    record Signing() implements KeyKind<KeyPair> {

        @Override
        public KeyPair create(Instant now, SecureRandom random) {
            return Keys.ed25519(random);
        }

        @Override
        public byte[] privatePart(KeyPair key) {
            return key.getPrivate().getEncoded();
        }

        @Override
        public byte[] publicPart(KeyPair key) {
            return key.getPublic().getEncoded();
        }

        @Override
        public KeyPair restore(byte[] privatePart, byte[] publicPart, SecureRandom random) {
            return new KeyPair(Keys.publicKey(publicPart), Keys.privateKey(privatePart));
        }

        @Override
        public String fingerprint(KeyPair key) {
            return SshKeys.fingerprint(key.getPublic());
        }
    }

    /** Bytes that tickets derive from. Its id is the one byte that a ticket names it by. */
    record Routing() implements KeyKind<byte[]> {

        private static final int IDS = 256;

        @Override
        public byte[] create(Instant now, SecureRandom random) {
            byte[] key = new byte[TicketKeys.KEY_BYTES];
            random.nextBytes(key);
            return key;
        }

        @Override
        public byte[] privatePart(byte[] key) {
            return key.clone();
        }

        @Override
        public byte[] publicPart(byte[] key) {
            return new byte[0];
        }

        @Override
        public byte[] restore(byte[] privatePart, byte[] publicPart, SecureRandom random) {
            if (privatePart.length != TicketKeys.KEY_BYTES) {
                throw Failure.of(FailureCode.INTERNAL, "a stored routing key has not 32 bytes");
            }
            return privatePart;
        }

        @Override
        public String fingerprint(byte[] key) {
            return "secret";
        }

        @Override
        public String freshId(Collection<String> taken, SecureRandom random) {
            Names.bounded("routing keys", taken.size(), IDS / 2);
            return random.ints(0, IDS)
                    .mapToObj(Integer::toString)
                    .filter(id -> !taken.contains(id))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
