package dev.sallyport.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.ProxyWelcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelcomeTest {

    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"PT1H, 3600 s ahead of", "PT-1H, 3600 s behind", "PT5M1S, 301 s ahead of"})
    void aClockThatIsOffIsNamed(Duration off, String how) {
        assertThatThrownBy(() -> Welcome.of(said(NOON.getEpochSecond()), NOON.plus(off)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("clock is " + how)
                .hasMessageContaining("Next: set the clock");
    }

    @ParameterizedTest
    @CsvSource({"PT5M", "PT-5M", "PT0S"})
    void aClockThatIsNearlyRightWillDo(Duration off) throws IOException {
        assertThat(Welcome.of(said(NOON.getEpochSecond()), NOON.plus(off)).spares())
                .isZero();
    }

    @Test
    void aTimeThatIsNoneIsOutOfBounds() {
        assertThatThrownBy(() -> Welcome.of(said(Long.MAX_VALUE), NOON)).hasMessageContaining("out of bounds");
        assertThatThrownBy(() -> Welcome.of(said(-1), NOON)).hasMessageContaining("out of bounds");
    }

    private static ControlFrame said(long seconds) {
        return ControlFrame.newBuilder()
                .setProxyWelcome(ProxyWelcome.newBuilder()
                        .setStreamId(ByteString.copyFrom(new byte[16]))
                        .setStreamKey(ByteString.copyFrom(new byte[32]))
                        .setPingSeconds(20)
                        .setTimeSeconds(seconds))
                .build();
    }
}
