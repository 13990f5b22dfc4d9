package dev.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com:443", "127.0.0.1:1", "[::1]:65535", "host_1:3080"})
    void readsWhatItWrites(String text) {
        // Given the text

        // When
        ProxyAddress address = ProxyAddress.parse(" " + text + "\n");

        // Then
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":443",
                "host:0",
                "host:65536",
                "a b:1",
                "::1:443",
                "https://host:443",
                "host:99999999999"
            })
    void refusesOthers(String text) {
        // Given the text

        // When it is read

        // Then
        assertThatThrownBy(() -> ProxyAddress.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expected HOST:PORT");
    }
}
