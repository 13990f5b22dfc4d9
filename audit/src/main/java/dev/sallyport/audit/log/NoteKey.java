package dev.sallyport.audit.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Who may sign a note: a name and an Ed25519 key (C2SP signed-note). Written as {@code NAME+ID+KEY}, its vkey.
 *
 * @param type what it signs: notes as they are, or checkpoints as a witness
 * @param key 32 bytes (RFC 8032, section 5.1.5)
 */
@SuppressWarnings("ArrayRecordComponent") // compared by text below, never changed
public record NoteKey(String name, Type type, byte[] key) {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;

    /** Of SubjectPublicKeyInfo (RFC 8410, section 4), before the key's 32 bytes. */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    /** What a signature of the key says. */
    public enum Type {
        /** A note's text. */
        NOTE(1),
        /** A checkpoint, at a time, by a witness. */
        COSIGNATURE(4);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }
    }

    /** @throws Failure INVALID for a name or key that cannot be */
    public NoteKey {
        if (!isName(name) || key.length != KEY_BYTES) {
            throw Failure.of(FailureCode.INVALID, "a key of a note: its name or length cannot be");
        }
        key = key.clone();
    }

    /** The public half of this key of the JDK or of another provider. */
    public static NoteKey of(String name, Type type, PublicKey key) {
        byte[] spki = key.getEncoded();
        if (!Arrays.equals(spki, 0, SPKI.length, SPKI, 0, SPKI.length)) {
            throw Failure.of(FailureCode.INVALID, "a key of a note: expected Ed25519");
        }
        return new NoteKey(name, type, Arrays.copyOfRange(spki, SPKI.length, spki.length));
    }

    /** @throws Failure INVALID for anything that {@link #text} does not write */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        try {
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            Type type = Arrays.stream(Type.values())
                    .filter(known -> typed.length > 0 && known.code == typed[0])
                    .findFirst()
                    .orElseThrow();
            NoteKey key = new NoteKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
            if (key.text().equals(text)) {
                return key;
            }
        } catch (IllegalArgumentException | java.util.NoSuchElementException | ArrayIndexOutOfBoundsException e) {
            throw Failure.of(FailureCode.INVALID, "'" + text + "' is no key: expected NAME+ID+KEY", e);
        }
        throw Failure.of(FailureCode.INVALID, "'" + text + "' is no key: its ID is another key's");
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 255
                && name.codePoints()
                        .noneMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** Four bytes that tell it from other keys. */
    byte[] id() {
        NoteDigest digest = new NoteDigest();
        digest.add(name.getBytes(StandardCharsets.UTF_8))
                .add((byte) '\n')
                .add(type.code)
                .add(key);
        return Arrays.copyOf(digest.end(), ID_BYTES);
    }

    /** Its ID, eight hexadecimal digits. */
    public String idText() {
        return HexFormat.of().formatHex(id());
    }

    /** Whether this is the key's signature (RFC 8032, section 5.1.7) of these bytes. */
    boolean verifies(byte[] message, byte[] signature) {
        byte[] spki = Arrays.copyOf(SPKI, SPKI.length + KEY_BYTES);
        System.arraycopy(key, 0, spki, SPKI.length, KEY_BYTES);
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Its vkey. */
    public String text() {
        byte[] typed = new byte[1 + KEY_BYTES];
        typed[0] = type.code;
        System.arraycopy(key, 0, typed, 1, KEY_BYTES);
        return name + "+" + idText() + "+" + Base64.getEncoder().encodeToString(typed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(key));
    }

    @Override
    public String toString() {
        return text();
    }
}
