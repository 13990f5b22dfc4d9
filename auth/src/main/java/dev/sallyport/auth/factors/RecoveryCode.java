package dev.sallyport.auth.factors;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.v1.CredentialRecord;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Codes for the day on which all devices are gone: 100 random bits each, kept by hash, good once. Written as {@code xxxxx-xxxxx-xxxxx-xxxxx}.
 */
public final class RecoveryCode {

    /** How many a person gets at once. */
    public static final int SET = 8;

    private static final int CHARACTERS = 20;
    private static final int GROUP = 5;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + CHARACTERS + "}");

    private RecoveryCode() {}

    /** A new set. */
    public static List<String> fresh(SecureRandom random) {
        List<String> codes = new ArrayList<>();
        while (codes.size() < SET) {
            codes.add(OneTimeCode.random(random)
                    .text()
                    .substring(0, CHARACTERS)
                    .replaceAll("(.{" + GROUP + "})(?=.)", "$1-"));
        }
        return codes;
    }

    /** What is kept of one. */
    public static ByteString hash(String code) {
        return ByteString.copyFrom(HexFormat.of().parseHex(new OneTimeCode(bare(code)).hash()));
    }

    /** Whether this is one by its form. */
    static boolean looksLike(String text) {
        return FORM.matcher(bare(text)).matches();
    }

    /** Which of the stored ones it is. All are compared. */
    static OptionalInt find(CredentialRecord record, String code) {
        byte[] given = hash(code).toByteArray();
        OptionalInt found = OptionalInt.empty();
        for (int i = 0; i < record.getRecoveryCodesCount(); i++) {
            if (MessageDigest.isEqual(record.getRecoveryCodes(i).toByteArray(), given)) {
                found = OptionalInt.of(i);
            }
        }
        return found;
    }

    private static String bare(String code) {
        return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
