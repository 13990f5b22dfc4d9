package dev.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ParcelsTest {

    private final Parcels parcels = new Parcels();

    @Test
    void thereAreOnlySoManyForAllConnectionsTogether() {
        // Given
        for (int taken = 0; taken < Parcels.MOST; taken++) {
            assertThat(parcels.take()).isNotNull();
        }
        // When, Then
        assertThat(parcels.take()).isNull();
        assertThat(parcels.take()).isNull();
    }

    @Test
    void oneThatComesBackIsEmptyAndGoesOutAgain() {
        // Given
        ByteBuffer first = Objects.requireNonNull(parcels.take());
        for (int taken = 1; taken < Parcels.MOST; taken++) {
            assertThat(parcels.take()).isNotNull();
        }
        first.put(new byte[100]).flip();
        // When
        parcels.giveBack(first);
        // Then
        assertThat(parcels.take()).isSameAs(first);
        assertThat(first.position()).isZero();
        assertThat(first.remaining()).isEqualTo(Parcels.SIZE);
        assertThat(parcels.take()).isNull();
    }
}
