package dev.sallyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contracts, on PostgreSQL, and what only a database can promise. */
final class PostgresStoreTest extends StoreRaceContract {

    @RegisterExtension
    static final OnePostgres POSTGRES = new OnePostgres();

    private final PostgresSettings settings = POSTGRES.fresh();

    @Override
    Store open() {
        return PostgresStore.open(settings, clock, _ -> {});
    }

    @Test
    void everything_is_there_after_a_restart() {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(put("a", "1"), new Store.Write.Put("b", bytes("2"), lease)));

        // When
        store.close();
        store = open();

        // Then
        assertThat(keys(store.range("", "", 10))).containsExactly("a", "b");
        assertThat(store.revision()).isEqualTo(2);
        assertThat(store.put("c", bytes("3"))).isEqualTo(3);
        clock.advance(Duration.ofSeconds(10));
        assertThat(keys(store.range("", "", 10))).containsExactly("a", "c");
        assertThat(store.grantLease(Duration.ofSeconds(1))).isNotEqualTo(lease);
    }
}
