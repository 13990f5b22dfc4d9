package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.hpke.RecipientKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the chunks of one recording: AES-256-GCM under a key of its own, with a random nonce for each chunk, bound to the chunk's header. The
 * first chunk that it encrypts begins with the envelope. Not safe for use by several threads.
 */
final class ChunkCipher {

    static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;
    private final SecureRandom random;
    private byte[] envelope;

    private ChunkCipher(byte[] key, byte[] envelope, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.envelope = envelope;
        this.random = random;
    }

    /** With a new key. */
    static ChunkCipher create(UUID session, List<RecipientKey> recipients, SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new ChunkCipher(key, KeyEnvelope.write(session, key, recipients), random);
    }

    /** Whether the chunk to come begins with the envelope. */
    boolean isFirst() {
        return envelope.length > 0;
    }

    /** Bytes that the body of the chunk to come has more. */
    int overhead() {
        return envelope.length + NONCE_BYTES + TAG_BYTES;
    }

    /** To seal many chunks with: to find one takes as long as to encrypt a small chunk. */
    static Cipher aes() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-256-GCM", impossible);
        }
    }

    /** Puts the body behind the header that is there already. */
    void seal(Cipher aes, byte[] chunk, byte[] packed, int length) {
        int at = ChunkHeader.BYTES;
        System.arraycopy(envelope, 0, chunk, at, envelope.length);
        at += envelope.length;
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, chunk, at, NONCE_BYTES);
        at += NONCE_BYTES;
        try {
            begin(aes, Cipher.ENCRYPT_MODE, key, nonce, chunk);
            int _ = aes.doFinal(packed, 0, length, chunk, at);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-256-GCM", impossible);
        }
        envelope = new byte[0];
    }

    /** What was packed. @throws Failure INVALID where the chunk was changed or the key is another's */
    static byte[] open(byte[] chunk, ByteBuffer body, byte[] key) {
        if (body.remaining() < NONCE_BYTES + TAG_BYTES) {
            throw Failure.of(FailureCode.INVALID, "recording: an encrypted chunk is too short");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        body.get(nonce);
        Cipher aes = aes();
        try {
            begin(aes, Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), nonce, chunk);
            return aes.doFinal(chunk, body.position(), body.remaining());
        } catch (AEADBadTagException changed) {
            throw Failure.of(FailureCode.INVALID, "recording: an encrypted chunk was changed, or its key was", changed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-256-GCM", impossible);
        }
    }

    private static void begin(Cipher aes, int mode, SecretKeySpec key, byte[] nonce, byte[] chunk)
            throws GeneralSecurityException {
        aes.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        aes.updateAAD(chunk, 0, ChunkHeader.BYTES - ChunkHeader.CHECK_BYTES);
    }

    @Override
    public String toString() {
        return "ChunkCipher[***]";
    }
}
