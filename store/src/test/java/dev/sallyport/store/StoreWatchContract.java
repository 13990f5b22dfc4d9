package dev.sallyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Watch;
import dev.sallyport.store.Store.Write;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What every store promises about watches and leases. Opened with {@link #SHORT_HISTORY}. */
abstract class StoreWatchContract extends StoreContract {

    private final SeenChanges seen = new SeenChanges();

    private Watch watch(String prefix, long revision) {
        return store.watch(prefix, revision, seen, seen::lost);
    }

    @Test
    void a_watch_hears_what_was_and_what_comes_in_order() throws Exception {
        // Given
        store.put("n/a", bytes("1"));
        store.put("other", bytes("x"));
        store.put("n/b", bytes("2"));

        // When
        try (Watch _ = watch("n/", 0)) {
            List<String> before = seen.next(2);
            store.commit(List.of(put("n/a", "3"), put("other", "y"), new Write.Delete("n/b", 0)));

            // Then
            assertThat(before).containsExactly("put n/a=1 @1", "put n/b=2 @3");
            assertThat(seen.next(2)).containsExactly("put n/a=3 @4", "deleted n/b @6");
        }
    }

    @Test
    void a_watch_goes_on_from_where_another_stopped() throws Exception {
        // Given
        try (Watch _ = watch("", 0)) {
            store.put("a", bytes("1"));
            assertThat(seen.next(1)).containsExactly("put a=1 @1");
        }
        store.put("a", bytes("2"));

        // When
        try (Watch _ = watch("", 1)) {

            // Then
            assertThat(seen.next(1)).containsExactly("put a=2 @2");
        }
    }

    @Test
    void an_empty_value_is_no_deletion_to_a_watch() throws Exception {
        try (Watch _ = watch("", 0)) {
            store.put("a", new byte[0]);
            assertThat(seen.next(1)).containsExactly("put a= @1");
        }
    }

    @Test
    void a_refused_commit_is_not_heard_of() throws Exception {
        try (Watch _ = watch("", 0)) {
            assertFails(
                    () -> store.commit(List.of(put("a", "1"), new Write.Replace("b", bytes("1"), 7))),
                    FailureCode.CONFLICT);
            store.put("c", bytes("1"));
            assertThat(seen.next(1)).containsExactly("put c=1 @1");
        }
    }

    @Test
    void a_closed_watch_hears_nothing_more() throws Exception {
        // Given
        Watch watch = watch("", 0);
        store.put("a", bytes("1"));
        seen.next(1);
        watch.close();

        // When
        store.put("a", bytes("2"));
        SeenChanges other = new SeenChanges();
        try (Watch _ = store.watch("", 1, other, other::lost)) {
            other.next(1);
        }

        // Then
        assertThat(seen.isEmpty()).isTrue();
    }

    @Test
    void a_watch_from_before_what_is_kept_is_lost() throws Exception {
        // Given
        for (int i = 0; i < 100; i++) {
            store.put("a", bytes("" + i));
        }

        // When
        try (Watch _ = watch("", 1)) {

            // Then
            assertThat(seen.awaitLost()).isTrue();
            assertThat(seen.isEmpty()).isTrue();
        }
    }

    @Test
    void history_goes_with_time_too() throws Exception {
        // Given
        store.put("a", bytes("1"));
        store.put("a", bytes("2"));
        clock.advance(Duration.ofMinutes(11));
        store.put("a", bytes("3"));

        // When
        try (Watch _ = watch("", 0)) {

            // Then
            assertThat(seen.awaitLost()).isTrue();
        }
        SeenChanges other = new SeenChanges();
        try (Watch _ = store.watch("", 2, other, other::lost)) {
            assertThat(other.next(1)).containsExactly("put a=3 @3");
        }
    }

    @Test
    void a_slow_watch_delays_nobody_and_is_lost_when_it_falls_too_far_behind() throws Exception {
        // Given
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        Watch slow = store.watch(
                "",
                0,
                change -> {
                    stuck.countDown();
                    SeenChanges.await(free);
                },
                lost::countDown);
        store.put("a", bytes("0"));
        stuck.await();

        // When
        for (int i = 0; i < 400; i++) {
            store.put("a", bytes("" + i));
        }
        free.countDown();

        // Then
        assertThat(lost.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        slow.close();
    }

    @Test
    void a_consumer_that_throws_is_told_that_it_is_lost() throws Exception {
        // Given
        CountDownLatch lost = new CountDownLatch(1);

        // When
        try (Watch _ = store.watch(
                "",
                0,
                _ -> {
                    throw new IllegalStateException("expected by the test");
                },
                lost::countDown)) {
            store.put("a", bytes("1"));

            // Then
            assertThat(lost.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void entries_end_with_their_lease() throws Exception {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(new Write.Put("up/a", bytes("1"), lease), put("up/b", "2")));

        // When
        clock.advance(Duration.ofSeconds(9));
        boolean before = store.get("up/a").isPresent();
        clock.advance(Duration.ofSeconds(1));

        // Then
        assertThat(before).isTrue();
        assertThat(store.get("up/a")).isEmpty();
        assertThat(keys(store.range("up/", "", 10))).containsExactly("up/b");
        assertThat(keys(store.rangeBackwards("up/", "", 10))).containsExactly("up/b");
        store.create("up/a", bytes("3"));
        assertFails(() -> store.renewLease(lease), FailureCode.NOT_FOUND);
    }

    @Test
    void a_watch_hears_of_a_lease_that_ended_without_anybody_writing() throws Exception {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(new Write.Put("up/a", bytes("1"), lease)));

        // When
        clock.advance(Duration.ofSeconds(10));

        // Then
        try (Watch _ = watch("up/", 1)) {
            assertThat(seen.next(1)).containsExactly("deleted up/a @2");
        }
    }

    @Test
    void a_renewed_lease_lasts_its_whole_time_again() {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(new Write.Create("a", bytes("1"), lease)));

        // When
        clock.advance(Duration.ofSeconds(9));
        store.renewLease(lease);
        clock.advance(Duration.ofSeconds(9));

        // Then
        assertThat(store.get("a")).isPresent();
    }

    @Test
    void a_revoked_lease_takes_its_entries_along_now() {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        long other = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(new Write.Put("a", bytes("1"), lease), new Write.Put("b", bytes("1"), other)));

        // When
        store.revokeLease(lease);
        store.revokeLease(lease);

        // Then
        assertThat(keys(store.range("", "", 10))).containsExactly("b");
        assertThat(other).isNotEqualTo(lease);
        assertFails(() -> store.commit(List.of(new Write.Put("c", bytes("1"), lease))), FailureCode.NOT_FOUND);
    }

    @Test
    void a_replaced_entry_keeps_its_lease_and_a_put_one_does_not() {
        // Given
        long lease = store.grantLease(Duration.ofSeconds(10));
        store.commit(List.of(new Write.Put("kept", bytes("1"), lease), new Write.Put("freed", bytes("1"), lease)));

        // When
        store.compareAndSwap("kept", bytes("2"), 1);
        store.put("freed", bytes("2"));
        clock.advance(Duration.ofSeconds(10));

        // Then
        assertThat(keys(store.range("", "", 10))).containsExactly("freed");
    }

    @Test
    void leases_have_bounds() {
        assertFails(() -> store.grantLease(Duration.ZERO), FailureCode.INVALID);
        assertFails(() -> store.grantLease(Store.MAX_LEASE.plusMillis(1)), FailureCode.INVALID);
    }
}
