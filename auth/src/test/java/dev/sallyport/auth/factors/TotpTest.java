package dev.sallyport.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    private static final byte[] SEED = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238, appendix B, SHA-1; six of its eight digits. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheRfc(long time, String code) {
        // When
        String ours = Totp.code(SEED, Totp.step(Instant.ofEpochSecond(time)));

        // Then
        assertThat(ours).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
    void aCodeIsGoodOneStepAround(int steps, boolean good) {
        // Given
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        String code = Totp.code(SEED, Totp.step(now) + steps);

        // When
        OptionalLong match = Totp.matchingStep(SEED, code, now);

        // Then
        assertThat(match).isEqualTo(good ? OptionalLong.of(Totp.step(now) + steps) : OptionalLong.empty());
    }

    @Test
    void whatIsNoCodeMatchesNothing() {
        assertThat(Totp.matchingStep(SEED, "", Instant.EPOCH)).isEmpty();
        assertThat(Totp.matchingStep(SEED, "28708２", Instant.ofEpochSecond(59))).isEmpty();
    }
}
