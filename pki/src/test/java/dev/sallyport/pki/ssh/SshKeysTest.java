package dev.sallyport.pki.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeysTest {

    private final KeyPair pair = Keys.ed25519(new SecureRandom());

    @Test
    void aPrivateKeySurvivesItsText() {
        // Given
        String text = SshKeys.privateKeyText(pair, "alice@laptop");

        // When
        KeyPair read = SshKeys.parsePrivateKey(text, "a test");

        // Then
        assertThat(text).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        assertThat(Keys.belongTogether(read.getPrivate(), pair.getPublic())).isTrue();
    }

    @Test
    void aPublicKeySurvivesItsLine() {
        // Given
        String line = SshKeys.line(pair.getPublic(), "a\ncomment");

        // When
        var read = SshKeys.parseKey(line);

        // Then
        assertThat(line).doesNotContain("\n").endsWith(" a comment");
        assertThat(SshKeys.line(read, "a comment")).isEqualTo(line);
        assertThat(SshKeys.fingerprint(read)).isEqualTo(SshKeys.fingerprint(pair.getPublic()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 !!!!",
                "ssh-ed25519 AAAA",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIE5dWl0PaP0cGhmZ6kUQYJgHe7xbjjsl3CjzWr9GHZ3E",
                "no-pty ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE5dWl0PaP0cGhmZ6kUQYJgHe7xbjjsl3CjzWr9GHZ3E"
            })
    void refusesOtherLines(String line) {
        // Given the line

        // When it is read

        // Then
        assertThatThrownBy(() -> SshKeys.parseKey(line)).isInstanceOf(Failure.class);
    }

    @Test
    void aPlainKeyIsNoCertificate() {
        // Given
        String line = SshKeys.line(pair.getPublic(), "");

        // When it is read as one

        // Then
        assertThatThrownBy(() -> SshKeys.parseCertificate(line)).hasMessageContaining("plain SSH key");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "'10.0.0.0/8, 192.0.2.0/31', 192.0.2.1, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
        "::/0, 192.0.2.9, false",
    })
    void rangesContainTheirAddresses(String ranges, String address, boolean contained) {
        // Given
        AddressRanges parsed = AddressRanges.parse(ranges);

        // When
        boolean answer = parsed.contains(java.net.InetAddress.ofLiteral(address));

        // Then
        assertThat(answer).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "10.0.0.0/33", "10.0.0.0/-1", "localhost", "1:2:3", "10.0.0.0/8,", "!10.0.0.0/8"})
    void otherRangesAreRefused(String ranges) {
        // Given the text

        // When it is read

        // Then
        assertThatThrownBy(() -> AddressRanges.parse(ranges)).isInstanceOf(Failure.class);
    }
}
