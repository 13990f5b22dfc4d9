package dev.sallyport.auth.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceLimitsTest {

    private static final String LOGIN = "sallyport.v1.LoginService/Login";

    private final ManualClock clock = ManualClock.atNoon();
    private final SourceLimits limits = new SourceLimits(clock, 3);

    @Test
    void aSourceThatTriesTooOftenWaits() throws UnknownHostException {
        // Given
        InetAddress source = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < 3; i++) {
            limits.require(source, LOGIN);
        }

        // When
        assertThatThrownBy(() -> limits.require(source, LOGIN))

                // Then
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.EXHAUSTED));
        limits.require(InetAddress.getByName("192.0.2.2"), LOGIN);
        limits.require(source, "sallyport.v1.LoginService/GetTrust");
        clock.advance(Duration.ofSeconds(2));
        limits.require(source, LOGIN);
    }

    @Test
    void howeverManySourcesThereAreTheMemoryIsBounded() throws UnknownHostException {
        // Given
        int many = SourceLimits.MAX_SOURCES * 2;

        // When
        for (int i = 0; i < many; i++) {
            limits.require(
                    InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i}), LOGIN);
        }

        // Then
        assertThat(limits.size()).isEqualTo(SourceLimits.MAX_SOURCES);
    }
}
