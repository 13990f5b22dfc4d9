package dev.sallyport.pki.seal;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets with AES-256-GCM. A sealed value is bound to its place (the store key): copied elsewhere in the store, it
 * does not open.
 *
 * <p>Sealed: version 1 (1 byte), key id (8), nonce (12, random), ciphertext with tag (16). Version, key id and place are
 * the associated data. The newest key seals, all open; so a key rotates by being put first, sealing everything again, and
 * taking the old one out. Safe for many threads.
 */
public final class Sealer {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + SealKey.ID_BYTES;
    private static final int LEAST_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BITS / 8;

    private final List<SealKey> keys;
    private final SecureRandom random;

    private Sealer(List<SealKey> keys, SecureRandom random) {
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    /**
     * With the keys of a file; where there is no file, one with a new key is made, mode 0600.
     *
     * @throws Failure INVALID for a damaged file or one that others can read, UNAVAILABLE where the file system refuses
     */
    public static Sealer withKeyFile(Path file, SecureRandom random) {
        return new Sealer(SealKeyFile.readOrCreate(file, random), random);
    }

    /** With a key that is nowhere but in memory: for tests and clusters that are thrown away. */
    public static Sealer inMemory(SecureRandom random) {
        return new Sealer(List.of(SealKey.random(random)), random);
    }

    /** Puts a new key first into the file; what is returned seals with it and opens what the old ones sealed. */
    public static Sealer addKey(Path file, SecureRandom random) {
        List<SealKey> keys = new ArrayList<>(SealKeyFile.readOrCreate(file, random));
        keys.addFirst(SealKey.random(random));
        SealKeyFile.write(file, keys);
        return new Sealer(keys, random);
    }

    /** Leaves only the newest key in the file: once everything is sealed with it. */
    public static Sealer dropOldKeys(Path file, SecureRandom random) {
        List<SealKey> newest = List.of(SealKeyFile.readOrCreate(file, random).getFirst());
        SealKeyFile.write(file, newest);
        return new Sealer(newest, random);
    }

    /**
     * Seals.
     *
     * @param place where the value is kept, its key in the store
     */
    public byte[] seal(byte[] secret, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = header(keys.getFirst());
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.getFirst(), nonce, header, place)
                    .doFinal(secret);
            return ByteBuffer.allocate(header.length + nonce.length + sealed.length)
                    .put(header)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} gave for the same place.
     *
     * @throws Failure INTERNAL where the key is not among ours, or the value is damaged or from another place
     */
    public byte[] open(byte[] sealed, String place) {
        if (sealed.length < LEAST_BYTES || sealed[0] != VERSION) {
            throw Failure.of(
                    FailureCode.INTERNAL, "the value at " + place + " is not sealed in a way that this program knows");
        }
        SealKey key = keyOf(sealed, place);
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
        int start = HEADER_BYTES + NONCE_BYTES;
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, header(key), place)
                    .doFinal(sealed, start, sealed.length - start);
        } catch (AEADBadTagException e) {
            throw Failure.of(
                    FailureCode.INTERNAL,
                    "the sealed value at " + place + " was changed or moved: restore the store from a backup",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /** Whether the value is sealed with the newest key; where not, seal it again. */
    public boolean isCurrent(byte[] sealed) {
        return sealed.length >= LEAST_BYTES
                && sealed[0] == VERSION
                && Arrays.equals(idIn(sealed), keys.getFirst().id());
    }

    private SealKey keyOf(byte[] sealed, String place) {
        byte[] id = idIn(sealed);
        return keys.stream()
                .filter(key -> Arrays.equals(key.id(), id))
                .findFirst()
                .orElseThrow(() -> Failure.of(
                        FailureCode.INTERNAL,
                        "the value at " + place + " is sealed with the cluster key "
                                + HexFormat.of().formatHex(id) + ", the key file has "
                                + keys.stream().map(SealKey::idText).collect(Collectors.joining(", "))
                                + ": restore the key file that belongs to this store"));
    }

    private static byte[] idIn(byte[] sealed) {
        return Arrays.copyOfRange(sealed, 1, HEADER_BYTES);
    }

    private static byte[] header(SealKey key) {
        return ByteBuffer.allocate(HEADER_BYTES).put(VERSION).put(key.id()).array();
    }

    private static Cipher cipher(int mode, SealKey key, byte[] nonce, byte[] header, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.aes(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
