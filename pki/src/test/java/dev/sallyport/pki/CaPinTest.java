package dev.sallyport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaPinTest {

    @Test
    void readsWhatItWritesInEitherCase() {
        // Given
        CaPin pin = CaPin.of(Keys.ecdsaP256(new SecureRandom()).getPublic());

        // When
        CaPin read = CaPin.parse("  sha256:" + pin.hex().toUpperCase(Locale.ROOT) + "\n");

        // Then
        assertThat(read).isEqualTo(pin).hasToString("sha256:" + pin.hex());
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not begin with sha256:",
        "abc, does not begin with sha256:",
        "sha256:abc, has 3 characters",
        "sha256:zz3456789012345678901234567890123456789012345678901234567890abcd, no hex digit",
    })
    void saysWhatIsWrong(String text, String why) {
        // Given the text

        // When it is read

        // Then
        assertThatThrownBy(() -> CaPin.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(why)
                .hasMessageContaining("expected sha256: and 64 hex digits");
    }
}
