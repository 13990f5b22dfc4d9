package dev.sallyport.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.proxy.route.Replays.Seen;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private static final long NOW = 1_900_000_000L;

    @Test
    void whatPassesTheClockIsNewOnce() {
        // Given knocks from all over the window
        Replays replays = new Replays(1000);
        for (long time = NOW - 60; time <= NOW + 60; time++) {
            assertThat(replays.see(key(time), time, NOW)).isEqualTo(Seen.NEW);
        }

        // When, Then: as long as a knock passes the clock it is remembered
        for (long time = NOW - 60; time <= NOW + 60; time++) {
            assertThat(replays.see(key(time), time, Math.max(NOW, time + 60))).isEqualTo(Seen.BEFORE);
        }
    }

    @Test
    void whatCannotPassAnyMoreIsForgotten() {
        // Given
        Replays replays = new Replays(1000);
        for (long time = NOW; time < NOW + 500; time++) {
            assertThat(replays.see(key(time), time, time)).isEqualTo(Seen.NEW);
        }

        // Then
        assertThat(replays.size()).isLessThan(100);
    }

    @Test
    void whenItIsFullNothingIsNew() {
        // Given
        Replays replays = new Replays(2);
        assertThat(replays.see(key(1), NOW, NOW)).isEqualTo(Seen.NEW);
        assertThat(replays.see(key(2), NOW, NOW)).isEqualTo(Seen.NEW);

        // When, Then
        assertThat(replays.see(key(3), NOW, NOW)).isEqualTo(Seen.FULL);
        assertThat(replays.see(key(1), NOW, NOW)).isEqualTo(Seen.BEFORE);
        assertThat(replays.see(key(3), NOW + 200, NOW + 200)).isEqualTo(Seen.NEW);
    }

    @Test
    void aClockThatIsSetBackForgetsNothing() {
        // Given
        Replays replays = new Replays(10);
        assertThat(replays.see(key(1), NOW, NOW)).isEqualTo(Seen.NEW);

        // When
        assertThat(replays.see(key(2), NOW - 3600, NOW - 3600)).isEqualTo(Seen.NEW);

        // Then
        assertThat(replays.see(key(1), NOW, NOW)).isEqualTo(Seen.BEFORE);
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(29).putLong(number).array();
    }
}
