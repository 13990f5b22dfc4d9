package dev.sallyport.cli.login;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret behind a person's one-time codes (RFC 6238: SHA-1, 30 s, six digits), as it comes with an invite.
 *
 * @param base32 as in the otpauth URI
 */
public record OtpSecret(String base32) {

    private static final Pattern PARAMETER = Pattern.compile("[?&]secret=([A-Za-z2-7]{16,128})(?:&|$)");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    /** The secret in an {@code otpauth://totp/…?secret=…} URI. */
    public static OtpSecret ofUri(String uri) {
        Matcher parameter = PARAMETER.matcher(uri);
        if (!uri.startsWith("otpauth://totp/") || !parameter.find()) {
            throw Failure.of(FailureCode.INTERNAL, "auth sent no otpauth URI with the invite");
        }
        return new OtpSecret(parameter.group(1).toUpperCase(Locale.ROOT));
    }

    /** The step of a time. */
    public static long step(long unixSeconds) {
        return Math.floorDiv(unixSeconds, STEP_SECONDS);
    }

    /** The code of a step. */
    public String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(decoded(), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int at = hash[hash.length - 1] & 0xf;
            return String.format(
                    Locale.ROOT, "%06d", (ByteBuffer.wrap(hash).getInt(at) & Integer.MAX_VALUE) % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /** Which step near this one a code belongs to. */
    public OptionalLong stepOf(String code, long near) {
        for (long step = near - 1; step <= near + 1; step++) {
            if (code(step).equals(code)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    private byte[] decoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (int i = 0; i < base32.length(); i++) {
            held = (held << 5) | ALPHABET.indexOf(base32.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "OtpSecret[***]";
    }
}
