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
        return OnePostgres.open(settings, clock);
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

    @Test
    void what_ascends_with_time_is_kept_by_month_and_sequences_by_blocks() throws Exception {
        // Given
        PostgresSettings timed = POSTGRES.timed(new TimeOrdered("events/", at -> "events/" + at));
        try (PostgresStore parted = OnePostgres.open(timed, clock)) {
            // When
            parted.commit(List.of(new Store.Write.Append("events/2026-01-05", bytes("a"), "leaves/", bytes("1"))));
            clock.advance(Duration.ofDays(27));
            parted.put("events/2026-01-28", bytes("b"));
            clock.advance(Duration.ofDays(10));
            parted.commit(List.of(new Store.Write.Append("events/2026-02-05", bytes("c"), "leaves/", bytes("2"))));
            parted.put("users/alice", bytes("d"));

            // Then
            assertThat(keys(parted.range("", "", 10)))
                    .containsExactly(
                            "events/2026-01-05",
                            "events/2026-01-28",
                            "events/2026-02-05",
                            "leaves/0000000000000000",
                            "leaves/0000000000000001",
                            "users/alice");
            assertThat(keys(parted.rangeBackwards("events/", "", 10)))
                    .containsExactly("events/2026-02-05", "events/2026-01-28", "events/2026-01-05");
            assertThat(parted.getAll(List.of("events/2026-01-28", "events/none", "users/alice")))
                    .containsOnlyKeys("events/2026-01-28", "users/alice");
        }
        assertThat(tables(timed.schema()))
                .containsExactly(
                        "entry_events_2026_01 2", "entry_events_2026_02 1", "entry_leaves_00000000 2", "entry_other 1");
    }

    private static List<String> tables(String schema) throws java.sql.SQLException {
        List<String> rows = new java.util.ArrayList<>();
        try (var connection = POSTGRES.server().connect("postgres");
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT c.relname || ' ' || count(*) FROM " + schema
                        + ".entry e JOIN pg_class c ON c.oid = e.tableoid GROUP BY c.relname ORDER BY c.relname")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
