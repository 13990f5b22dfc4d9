package dev.sallyport.auth.personal;

import dev.sallyport.audit.event.PersonalField;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a subject.
 *
 * @param generation how many there were before
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not changed
record SubjectKey(int generation, byte[] bytes) {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /** @param place which field of which event: bound to the ciphertext, so that it opens nowhere else */
    String seal(String place, String value, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return PersonalField.PREFIX + generation + ":"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Empty where it was sealed with another key, for another place, or changed. */
    Optional<String> open(String place, String sealed) {
        String head = PersonalField.PREFIX + generation + ":";
        if (!sealed.startsWith(head)) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed.substring(head.length()));
            byte[] nonce = Arrays.copyOf(all, NONCE);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(all, NONCE, Math.max(0, all.length - NONCE));
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "SubjectKey[" + generation + ", ***]";
    }
}
