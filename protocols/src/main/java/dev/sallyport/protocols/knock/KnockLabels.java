package dev.sallyport.protocols.knock;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A knock as a server name: its body in base32 (RFC 4648, section 6; lower case, no padding), cut into labels of 60 characters, under
 * {@value #SUFFIX}. The server name of TLS connections with ALPN {@code sallyport-relay}.
 */
public final class KnockLabels {

    /** What every such server name ends with. */
    public static final String SUFFIX = ".k.sallyport.internal";

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LABEL_CHARACTERS = 60;

    private KnockLabels() {}

    /** The server name of a body; at most 253 characters. */
    public static String encode(byte[] body) {
        StringBuilder name = new StringBuilder();
        int digits = (body.length * 8 + 4) / 5;
        for (int digit = 0; digit < digits; digit++) {
            if (digit > 0 && digit % LABEL_CHARACTERS == 0) {
                name.append('.');
            }
            name.append(ALPHABET.charAt(digitAt(body, digit)));
        }
        return name.append(SUFFIX).toString();
    }

    private static int digitAt(byte[] body, int digit) {
        int value = 0;
        for (int bit = digit * 5; bit < digit * 5 + 5; bit++) {
            int set = bit / 8 < body.length ? (body[bit / 8] >> (7 - bit % 8)) & 1 : 0;
            value = (value << 1) | set;
        }
        return value;
    }

    /**
     * The body that a server name carries, or null when it is none of ours. The case of letters does not matter (RFC 4343); anything else
     * must be as {@link #encode} writes it.
     */
    public static byte @Nullable [] decode(String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        if (!name.endsWith(SUFFIX) || name.length() > 253) {
            return null;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int bits = 0;
        int pending = 0;
        for (int i = 0; i < name.length() - SUFFIX.length(); i++) {
            int digit = ALPHABET.indexOf(name.charAt(i));
            if (digit < 0) {
                continue;
            }
            pending = ((pending << 5) | digit) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                body.write(pending >>> bits);
            }
        }
        byte[] bytes = body.toByteArray();
        return encode(bytes).equals(name) ? bytes : null;
    }

    /** Whether a server name claims to be a knock. */
    public static boolean claims(String serverName) {
        return serverName.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    }
}
