package dev.sallyport.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store.Entry;
import dev.sallyport.store.Store.Write;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store promises about reading and writing. The other contracts extend what there is to promise. */
@Timeout(60)
abstract class StoreContract {

    static final HistoryLimits SHORT_HISTORY = new HistoryLimits(20, java.time.Duration.ofMinutes(10));

    final TestClock clock = new TestClock();
    Store store;

    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static List<String> keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }

    static void assertFails(ThrowingCallable call, FailureCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void what_was_put_is_there_with_the_revision_that_the_put_returned() {
        // When
        long revision = store.put("users/alice", bytes("a"));

        // Then
        Entry entry = store.get("users/alice").orElseThrow();
        assertThat(entry.value()).isEqualTo(bytes("a"));
        assertThat(entry.revision()).isEqualTo(revision).isEqualTo(store.revision());
        assertThat(store.get("users/bob")).isEmpty();
    }

    @Test
    void every_change_has_a_revision_of_its_own() {
        // When
        long first = store.put("a", bytes("1"));
        long third = store.commit(List.of(put("b", "2"), put("c", "3")));
        long fourth = store.delete("a");
        long still = store.delete("a");

        // Then
        assertThat(List.of(first, third, fourth, still)).containsExactly(1L, 3L, 4L, 4L);
        assertThat(store.get("b").orElseThrow().revision()).isEqualTo(2);
        assertThat(store.get("c").orElseThrow().revision()).isEqualTo(3);
    }

    @Test
    void a_new_store_is_at_revision_zero() {
        assertThat(store.revision()).isZero();
        assertThat(store.range("", "", 10)).isEmpty();
        assertThat(store.rangeBackwards("", "", 10)).isEmpty();
    }

    @Test
    void an_empty_value_is_a_value() {
        // When
        store.put("empty", new byte[0]);

        // Then
        assertThat(store.get("empty").orElseThrow().value()).isEmpty();
        assertThat(store.range("empty", "", 1)).hasSize(1);
    }

    @Test
    void create_refuses_what_is_there() {
        // Given
        store.create("a", bytes("1"));

        // When
        assertFails(() -> store.create("a", bytes("2")), FailureCode.CONFLICT);

        // Then
        assertThat(store.get("a").orElseThrow().value()).isEqualTo(bytes("1"));
        assertThat(store.revision()).isEqualTo(1);
    }

    @Test
    void compare_and_swap_needs_the_last_revision() {
        // Given
        long old = store.put("a", bytes("1"));
        long now = store.compareAndSwap("a", bytes("2"), old);

        // When
        assertFails(() -> store.compareAndSwap("a", bytes("3"), old), FailureCode.CONFLICT);
        assertFails(() -> store.compareAndSwap("b", bytes("3"), old), FailureCode.CONFLICT);

        // Then
        assertThat(store.get("a").orElseThrow().revision()).isEqualTo(now);
    }

    @Test
    void a_conditional_delete_needs_the_last_revision() {
        // Given
        long revision = store.put("a", bytes("1"));

        // When
        assertFails(() -> store.commit(List.of(new Write.Delete("a", revision + 1))), FailureCode.CONFLICT);
        assertFails(() -> store.commit(List.of(new Write.Delete("b", revision))), FailureCode.CONFLICT);
        store.commit(List.of(new Write.Delete("a", revision)));

        // Then
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void a_commit_is_all_or_none() {
        // Given
        long taken = store.put("taken", bytes("1"));

        // When
        List<Write> writes = List.of(
                put("new", "1"),
                put("taken", "2"),
                new Write.Delete("taken", 0),
                new Write.Create("taken", bytes("3"), 0),
                new Write.Replace("new", bytes("2"), 4711));
        assertFails(() -> store.commit(writes), FailureCode.CONFLICT);

        // Then
        assertThat(store.get("new")).isEmpty();
        assertThat(store.get("taken").orElseThrow().revision()).isEqualTo(taken);
        assertThat(store.revision()).isEqualTo(taken);
        assertThat(store.put("next", bytes("1"))).isEqualTo(taken + 1);
    }

    @Test
    void writes_of_a_commit_see_those_before_them() {
        // When
        store.commit(List.of(
                new Write.Create("a", bytes("1"), 0),
                new Write.Replace("a", bytes("2"), 1),
                new Write.Delete("a", 2),
                new Write.Create("a", bytes("4"), 0)));

        // Then
        assertThat(store.get("a").orElseThrow().value()).isEqualTo(bytes("4"));
        assertThat(store.revision()).isEqualTo(4);
    }

    @Test
    void a_refusal_names_the_key() {
        store.create("users/alice", bytes("1"));
        assertThatThrownBy(() -> store.create("users/alice", bytes("2")))
                .hasMessageContaining("users/alice")
                .hasMessageContaining("Nothing was written");
    }

    @Test
    void keys_are_in_the_order_of_their_utf8_bytes() {
        // Given: UTF-16, Java's own order, has the emoji before the half-width letter
        String halfWidth = "k/\uFF61";
        String emoji = "k/\uD83D\uDE00";
        List<String> inOrder = List.of("k/", "k/\u0001", "k/A", "k/a", "k/ä", halfWidth, emoji);
        inOrder.reversed().forEach(key -> store.put(key, bytes("1")));

        // Then
        assertThat(keys(store.range("k/", "", 100))).isEqualTo(inOrder);
        assertThat(keys(store.rangeBackwards("k/", "", 100))).isEqualTo(inOrder.reversed());
        assertThat(keys(store.range("k/", halfWidth, 100))).containsExactly(emoji);
    }

    @Test
    void a_range_has_its_prefix_only() {
        // Given
        List.of("a", "a/", "a/1", "a/2", "a0", "b").forEach(key -> store.put(key, bytes("1")));

        // Then
        assertThat(keys(store.range("a/", "", 100))).containsExactly("a/", "a/1", "a/2");
        assertThat(keys(store.rangeBackwards("a/", "", 100))).containsExactly("a/2", "a/1", "a/");
        assertThat(keys(store.range("a/", "a", 100))).containsExactly("a/", "a/1", "a/2");
        assertThat(store.range("a/", "b", 100)).isEmpty();
        assertThat(store.rangeBackwards("a/", "a", 100)).isEmpty();
        assertThat(keys(store.rangeBackwards("a/", "zzz", 100))).containsExactly("a/2", "a/1", "a/");
        assertThat(keys(store.range("", "", 100))).containsExactly("a", "a/", "a/1", "a/2", "a0", "b");
        assertThat(store.range("a", "", 0)).isEmpty();
    }

    @Test
    void pages_stay_in_step_while_others_write() {
        // Given
        IntStream.range(0, 10).forEach(i -> store.put("p/" + i, bytes("1")));

        // When
        List<String> first = keys(store.range("p/", "", 4));
        store.delete("p/3");
        store.put("p/00", bytes("1"));
        List<String> second = keys(store.range("p/", first.getLast(), 4));
        List<String> third = keys(store.range("p/", second.getLast(), 4));

        // Then
        assertThat(first).containsExactly("p/0", "p/1", "p/2", "p/3");
        assertThat(second).containsExactly("p/4", "p/5", "p/6", "p/7");
        assertThat(third).containsExactly("p/8", "p/9");
        assertThat(keys(store.rangeBackwards("p/", "p/8", 2))).containsExactly("p/7", "p/6");
    }

    @Test
    void what_is_out_of_bounds_is_refused() {
        // Given
        String longest = "ä".repeat(Store.MAX_KEY_BYTES / 2);
        store.put(longest, new byte[Store.MAX_VALUE_BYTES]);

        // Then
        assertThat(store.get(longest).orElseThrow().value()).hasSize(Store.MAX_VALUE_BYTES);
        assertFails(() -> store.put(longest + "a", bytes("1")), FailureCode.INVALID);
        assertFails(() -> store.put("", bytes("1")), FailureCode.INVALID);
        assertFails(() -> store.put("half \uD83D", bytes("1")), FailureCode.INVALID);
        assertFails(() -> store.get(longest + "a"), FailureCode.INVALID);
        assertFails(() -> store.range("a", "", -1), FailureCode.INVALID);
        assertFails(() -> store.put("a", new byte[Store.MAX_VALUE_BYTES + 1]), FailureCode.INVALID);
        List<Write> many = java.util.Collections.nCopies(Store.MAX_WRITES + 1, put("a", "1"));
        assertFails(() -> store.commit(many), FailureCode.INVALID);
        assertThat(store.revision()).isEqualTo(1);
    }

    @Test
    void a_closed_store_says_so() {
        // Given
        Store closed = store;
        closed.close();

        // Then
        assertFails(() -> closed.put("a", bytes("1")), FailureCode.UNAVAILABLE);
        assertFails(() -> closed.get("a"), FailureCode.UNAVAILABLE);
        store = new MemoryStore(clock);
    }

    static Write.Put put(String key, String value) {
        return new Write.Put(key, bytes(value), 0);
    }

    @Test
    void appended_entries_are_numbered_in_the_order_of_their_commits() {
        // When
        store.commit(List.of(
                new Write.Append("a", bytes("x"), "sequence/", bytes("one")),
                new Write.Append("b", bytes("y"), "sequence/", bytes("two"))));
        store.commit(List.of(new Write.Append("c", bytes("z"), "sequence/", bytes("three"))));
        // Then
        assertThat(store.range("sequence/", "", 10).stream()
                        .map(entry -> entry.key() + "=" + new String(entry.value(), UTF_8)))
                .containsExactly(
                        "sequence/0000000000000000=one",
                        "sequence/0000000000000001=two",
                        "sequence/0000000000000002=three");
        assertThat(store.get("c").orElseThrow().value()).containsExactly(0, 0, 0, 0, 0, 0, 0, 2, 'z');
    }

    @Test
    void an_append_that_is_refused_leaves_no_gap() {
        // Given
        store.commit(List.of(new Write.Append("a", bytes("x"), "sequence/", bytes("one"))));
        // When
        assertThatThrownBy(() -> store.commit(List.of(
                        new Write.Append("b", bytes("y"), "sequence/", bytes("two")),
                        new Write.Append("a", bytes("y"), "sequence/", bytes("three")))))
                .isInstanceOf(Failure.class);
        store.commit(List.of(new Write.Append("c", bytes("z"), "sequence/", bytes("four"))));
        // Then
        assertThat(store.range("sequence/", "", 10).stream().map(entry -> new String(entry.value(), UTF_8)))
                .containsExactly("one", "four");
    }
}
