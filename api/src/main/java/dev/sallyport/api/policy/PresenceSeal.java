package dev.sallyport.api.policy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.api.v1.PresenceStatement;
import dev.sallyport.api.v1.SignedPresence;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/**
 * The signature of a statement that somebody was there: Ed25519 (RFC 8032) by a policy key over {@code "sallyport presence
 * v1\n"} and the statement's bytes. The words before it keep it apart from a policy image.
 */
public final class PresenceSeal {

    /** Environment variable in which a client hands it to an agent, when joining. */
    public static final String VARIABLE = "SALLYPORT_PRESENCE";

    /** What an agent ends a join with that it wants a (fresh) statement for. */
    public static final int WANTED = 120;

    private static final int LONGEST = 4096;
    private static final byte[] CONTEXT = "sallyport presence v1\n".getBytes(StandardCharsets.US_ASCII);

    private PresenceSeal() {}

    /** Signs. */
    public static SignedPresence sign(PresenceStatement statement, KeyPair key) {
        ByteString bytes = statement.toByteString();
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(key.getPrivate());
            signing.update(CONTEXT);
            signing.update(bytes.asReadOnlyByteBuffer());
            return SignedPresence.newBuilder()
                    .setStatement(bytes)
                    .setSignature(ByteString.copyFrom(signing.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that does not sign", e);
        }
    }

    /** As the value of {@link #VARIABLE}. */
    public static String text(SignedPresence signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed.toByteArray());
    }

    /**
     * What a statement says.
     *
     * @param session id
     * @param device id of the second factor that was shown
     * @param at when
     */
    public record Proof(String user, String session, String device, Instant at) {}

    /** The statement, if one of these keys signed it; empty for anything else. */
    public static Optional<Proof> read(String text, Collection<PublicKey> keys) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedPresence signed =
                    SignedPresence.parseFrom(Base64.getUrlDecoder().decode(text));
            return keys.stream().anyMatch(key -> isGood(signed, key))
                    ? Optional.of(proof(PresenceStatement.parseFrom(signed.getStatement())))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Proof proof(PresenceStatement said) {
        Instant at = Instant.ofEpochSecond(
                said.getProved().getSeconds(), said.getProved().getNanos());
        return new Proof(said.getUser(), said.getSessionId(), said.getDevice(), at);
    }

    private static boolean isGood(SignedPresence signed, PublicKey key) {
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(key);
            verifying.update(CONTEXT);
            verifying.update(signed.getStatement().asReadOnlyByteBuffer());
            return verifying.verify(signed.getSignature().toByteArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
