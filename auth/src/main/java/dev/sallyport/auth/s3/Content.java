package dev.sallyport.auth.s3;

import dev.sallyport.audit.blob.Blobs;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The bytes of an object, bounded and checked. */
final class Content {

    private static final String DIGEST = "sha256";

    private Content() {}

    static Map<String, String> metadata(byte[] bytes) {
        return Map.of(DIGEST, HexFormat.of().formatHex(sha256(bytes)));
    }

    static String checksum(byte[] bytes) {
        return Base64.getEncoder().encodeToString(sha256(bytes));
    }

    /** All of it. Of what somebody copied there without metadata only the length is checked: what reads it has checks of its own. */
    static byte[] whole(ResponseInputStream<GetObjectResponse> answer, String where) {
        byte[] bytes = part(answer, where);
        Optional<String> wanted =
                Optional.ofNullable(answer.response().metadata()).map(metadata -> metadata.get(DIGEST));
        if (wanted.isPresent() && !wanted.get().equals(HexFormat.of().formatHex(sha256(bytes)))) {
            throw new S3Calls.Damaged("the object " + where
                    + " is damaged: its SHA-256 is not what was put. Next: restore it from a copy or an older version");
        }
        return bytes;
    }

    static byte[] part(ResponseInputStream<GetObjectResponse> answer, String where) {
        try (answer) {
            Long said = answer.response().contentLength();
            byte[] bytes = answer.readNBytes(Blobs.MAX_BYTES + 1);
            if (bytes.length > Blobs.MAX_BYTES) {
                answer.abort();
                throw new S3Calls.Damaged("the object " + where + " has more than " + Blobs.MAX_BYTES
                        + " bytes: nothing that large is put");
            }
            if (said != null && bytes.length < said) {
                throw cut(where, bytes.length, null);
            }
            return bytes;
        } catch (IOException e) {
            throw cut(where, 0, e);
        }
    }

    private static SdkClientException cut(
            String where, int read, @org.jspecify.annotations.Nullable IOException cause) {
        return SdkClientException.builder()
                .message("the answer with " + where + " was cut off after " + read + " bytes")
                .cause(cause)
                .build();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
