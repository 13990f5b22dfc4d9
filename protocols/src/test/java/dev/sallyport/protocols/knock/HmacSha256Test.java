package dev.sallyport.protocols.knock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Our HMAC is everyone's HMAC. */
class HmacSha256Test {

    @Test
    void rfc4231Vectors() {
        // Given / When / Then: test cases 1 and 2
        assertThat(hex(HmacSha256.of(filled(20, 0x0b), text("Hi There"))))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(hex(HmacSha256.of(text("Jefe"), text("what do ya want "), text("for nothing?"))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void sameAsTheJdksForEveryLengthOfKeyThatItTakes() throws Exception {
        Random random = new Random(4231);
        for (int length = 1; length <= 64; length++) {
            // Given
            byte[] key = new byte[length];
            byte[] message = new byte[length * 3];
            random.nextBytes(key);
            random.nextBytes(message);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));

            // When
            byte[] ours = HmacSha256.of(key, message);

            // Then
            assertThat(ours).isEqualTo(mac.doFinal(message));
        }
    }

    @Test
    void longerKeysAreRefusedInsteadOfTreatedWrongly() {
        assertThatThrownBy(() -> HmacSha256.of(new byte[65])).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
