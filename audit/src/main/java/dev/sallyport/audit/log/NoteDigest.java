package dev.sallyport.audit.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of parts. */
final class NoteDigest {

    private final MessageDigest digest;

    NoteDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    NoteDigest add(byte[] part) {
        digest.update(part);
        return this;
    }

    NoteDigest add(byte part) {
        digest.update(part);
        return this;
    }

    byte[] end() {
        return digest.digest();
    }
}
