package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadBufferTest {

    private static final int LEAST = 16;
    private static final int MOST = 200;

    private final ReadBuffer buffer = new ReadBuffer(LEAST, MOST);

    @Test
    void growsWhileItIsFilledUpToItsBound() {
        // When
        for (int reads = 0; reads < 5; reads++) {
            buffer.got(buffer.bytes().length);
        }
        // Then
        assertThat(buffer.bytes()).hasSize(MOST);
    }

    @Test
    void whatIsNotFilledDoesNotGrow() {
        // When
        buffer.got(LEAST - 1);
        // Then
        assertThat(buffer.bytes()).hasSize(LEAST);
    }

    @Test
    void isSmallAgainWhenLittleComes() {
        // Given
        buffer.got(LEAST);
        assertThat(buffer.bytes()).hasSize(4 * LEAST);
        // When: more than a little keeps it
        buffer.got(LEAST / 2);
        assertThat(buffer.bytes()).hasSize(4 * LEAST);
        buffer.got(1);
        // Then
        assertThat(buffer.bytes()).hasSize(LEAST);
    }
}
