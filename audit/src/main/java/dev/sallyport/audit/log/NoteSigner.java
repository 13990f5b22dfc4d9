package dev.sallyport.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;

/** Signs as this key's owner; the private half is Ed25519, of any provider. */
public final class NoteSigner {

    private final NoteKey key;
    private final PrivateKey own;

    private NoteSigner(NoteKey key, PrivateKey own) {
        this.key = key;
        this.own = own;
    }

    /** Who signs notes under this name. */
    public static NoteSigner ofNotes(String name, KeyPair pair) {
        return new NoteSigner(NoteKey.of(name, NoteKey.Type.NOTE, pair.getPublic()), pair.getPrivate());
    }

    /** A witness of this name. */
    public static NoteSigner ofWitness(String name, KeyPair pair) {
        return new NoteSigner(NoteKey.of(name, NoteKey.Type.COSIGNATURE, pair.getPublic()), pair.getPrivate());
    }

    public NoteKey key() {
        return key;
    }

    /** The signature of a checkpoint now; the time counts for witnesses alone. */
    public SignedNote.Line sign(String text, Instant now) {
        return switch (key.type()) {
            case NOTE -> new SignedNote.Line(key.name(), key.id(), signature(text));
            case COSIGNATURE -> {
                byte[] signature = signature(SignedNote.cosigned(text, now.getEpochSecond()));
                byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(now.getEpochSecond())
                        .put(signature)
                        .array();
                yield new SignedNote.Line(key.name(), key.id(), timed);
            }
        };
    }

    private byte[] signature(String text) {
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(own);
            signing.update(text.getBytes(StandardCharsets.UTF_8));
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that does not sign", e);
        }
    }

    @Override
    public String toString() {
        return "NoteSigner[" + key + ", ***]";
    }
}
