package dev.sallyport.auth.factors;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over a call: its method and everything in its request. Of two requests that mean the same it is the same. */
public final class CallDigest {

    private CallDigest() {}

    /** @param method full name */
    public static ByteString of(String method, MessageLite request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("sallyport call\n" + method + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes(request));
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(MessageLite request) {
        byte[] bytes = new byte[request.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            request.writeTo(out);
            out.flush();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
