package dev.sallyport.auth.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.CountingStore;
import dev.sallyport.auth.CountingStore.Death;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.model.Failure;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the index has of groups that are full, after it is opened again, and after their events are past retention. */
class EventIndexTest {

    private static final int GROUP = 10;

    private final Store store = new MemoryStore(ManualClock.atNoon());

    private EventIndex filled(int events) {
        EventIndex index = new EventIndex(store, GROUP);
        add(index, 0, events);
        return index;
    }

    private static void add(EventIndex index, int from, int to) {
        IntStream.range(from, to).forEach(number -> index.add(Optional.of(event(number, "word" + number))));
    }

    private static FlatEvent event(int number, String text) {
        return new FlatEvent(
                String.format("01890a5d-ac96-774b-bcce-%012d", number),
                Instant.ofEpochMilli(number),
                "user.login",
                "USR001I",
                Map.of("a", text, "b", "shared", "c", number % 2 == 0 ? "even" : "odd"));
    }

    /** Numbers of events that have the word. */
    private static List<Long> having(EventIndex index, String word) {
        return index.groups(0, true).stream()
                .flatMap(group -> group.places("w/" + word).stream().mapToObj(place -> group.first() + place))
                .toList();
    }

    private static List<Long> numbers(int from, int to, int step) {
        return IntStream.iterate(from, number -> number < to, number -> number + step)
                .mapToObj(number -> (long) number)
                .toList();
    }

    private String rows() {
        return store.range("", "", 10_000).stream().map(Store.Entry::key).collect(Collectors.joining("\n"));
    }

    @Test
    void itHasWhatWasAddedWhetherWrittenOrNot() {
        // When
        EventIndex index = filled(35);

        // Then
        assertThat(index.passed()).isEqualTo(35);
        assertThat(having(index, "shared")).isEqualTo(numbers(0, 35, 1));
        assertThat(having(index, "even")).isEqualTo(numbers(0, 35, 2));
        assertThat(having(index, "word7")).containsExactly(7L);
        assertThat(having(index, "word34")).containsExactly(34L);
        assertThat(having(index, "never")).isEmpty();
        assertThat(rows()).contains("word29").doesNotContain("word30");
    }

    @Test
    void groupsAreFoundByTheNumberOfAnEventInBothDirections() {
        // Given
        EventIndex index = filled(35);

        // Then
        assertThat(index.groups(20, true)).extracting(Group::first).containsExactly(20L, 30L);
        assertThat(index.groups(19, true)).extracting(Group::first).containsExactly(10L, 20L, 30L);
        assertThat(index.groups(19, false)).extracting(Group::first).containsExactly(10L, 0L);
        assertThat(index.groups(1000, false)).extracting(Group::first).containsExactly(30L, 20L, 10L, 0L);
    }

    @Test
    void openedAgainItGoesOnAfterWhatWasWritten() {
        // Given
        EventIndex before = filled(35);

        // When
        EventIndex after = new EventIndex(store, GROUP);
        long passed = after.passed();
        add(after, 30, 45);

        // Then
        assertThat(passed).isEqualTo(30);
        assertThat(having(after, "even")).startsWith(having(before, "even").toArray(Long[]::new));
        assertThat(having(after, "shared")).isEqualTo(numbers(0, 45, 1));
    }

    @Test
    void aProcessThatDiesAtAnyCommitGoesOnAsIfItHadNot() {
        for (Death when : List.of(Death.BEFORE_COMMIT, Death.AFTER_COMMIT)) {
            for (int commits = 0; commits < 4; commits++) {
                // Given
                CountingStore dying = new CountingStore(new MemoryStore(ManualClock.atNoon()));
                EventIndex index = new EventIndex(dying, GROUP);
                add(index, 0, GROUP);
                dying.dieAfter(commits, when);

                // When
                assertThatThrownBy(() -> add(index, GROUP, 5 * GROUP)).isInstanceOf(Failure.class);
                dying.revive();
                EventIndex started = new EventIndex(dying, GROUP);
                add(started, Math.toIntExact(started.passed()), 35);
                add(index, Math.toIntExact(index.passed()), 35);

                // Then
                assertThat(having(started, "shared")).isEqualTo(numbers(0, 35, 1));
                assertThat(having(started, "odd")).isEqualTo(numbers(1, 35, 2));
                assertThat(having(index, "shared")).isEqualTo(numbers(0, 35, 1));
            }
        }
    }

    @Test
    void whatIsPastRetentionIsInNoWordOfIt() {
        // Given
        EventIndex index = filled(35);

        // When
        index.forget(14);

        // Then
        assertThat(index.groups(0, true)).extracting(Group::first).containsExactly(10L, 20L, 30L);
        assertThat(having(index, "shared")).isEqualTo(numbers(14, 35, 1));
        assertThat(having(index, "even")).isEqualTo(numbers(14, 35, 2));
        assertThat(rows()).doesNotContain("word3").doesNotContain("word13").contains("word14");
        assertThat(index.forgotten()).isEqualTo(14);
        assertThat(having(new EventIndex(store, GROUP), "shared")).isEqualTo(numbers(14, 30, 1));
    }

    @Test
    void whatIsInMemoryIsForgottenToo() {
        // Given
        EventIndex index = filled(35);

        // When
        index.forget(33);
        add(index, 35, 45);

        // Then
        assertThat(having(index, "shared")).isEqualTo(numbers(33, 45, 1));
        assertThat(rows()).doesNotContain("word32").contains("word33");
    }

    @Test
    void eventsThatAreGoneKeepTheirPlaces() {
        // Given
        EventIndex index = new EventIndex(store, GROUP);

        // When
        IntStream.range(0, 13).forEach(_ -> index.add(Optional.empty()));
        add(index, 13, 25);

        // Then
        assertThat(having(index, "shared")).isEqualTo(numbers(13, 25, 1));
        assertThat(index.groups(0, true).getFirst().touches(0, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aNewOneBeginsWhereTheLogStillHasEvents() {
        // Given
        EventIndex index = new EventIndex(store, GROUP);

        // When
        index.beginAt(7);
        add(index, 7, 20);
        index.beginAt(100);

        // Then
        assertThat(index.passed()).isEqualTo(20);
        assertThat(having(index, "odd")).isEqualTo(numbers(7, 20, 2));
    }

    @Test
    void eventsWithManyWordsFillAGroupSooner() {
        // Given
        EventIndex index = new EventIndex(store);

        // When
        IntStream.range(0, 300).forEach(number -> index.add(Optional.of(event(number, manyWords(number)))));

        // Then
        assertThat(index.groups(0, true)).hasSizeGreaterThan(1);
        assertThat(having(index, "shared")).isEqualTo(numbers(0, 300, 1));
    }

    private static String manyWords(int number) {
        return IntStream.range(0, 600)
                .mapToObj(word -> Integer.toString(600 * number + word, Character.MAX_RADIX))
                .collect(Collectors.joining(" "));
    }

    @Test
    void anIndexOfALogThatWasPutBackBeginsAnew() {
        // Given
        filled(35);
        Store log = new MemoryStore(ManualClock.atNoon());
        IntStream.range(0, 32)
                .forEach(number -> log.commit(List.of(
                        EventRecords.creation(event(number < 20 ? number : 1000 + number, "other" + number), 7))));
        EventIndex index = new EventIndex(store, GROUP);

        // When
        new Indexer(new LogLeaves(log), index).look();

        // Then
        assertThat(index.passed()).isEqualTo(32);
        assertThat(having(index, "word7")).isEmpty();
        assertThat(having(index, "other29")).containsExactly(29L);
        assertThat(rows()).doesNotContain("word");
    }

    @Test
    void aFormWithManyPlacesReadsAsItWasWritten() {
        for (int step : new int[] {1, 7, 15, 16, 17, 300}) {
            // Given
            Postings places = new Postings();
            BitSet expected = new BitSet();
            for (int place = 0; place < Postings.MOST; place += step) {
                places.add(place);
                expected.set(place);
            }

            // When
            byte[] written = places.write(Postings.MOST);

            // Then
            assertThat(Postings.read(written)).isEqualTo(expected);
            assertThat(written).hasSizeLessThanOrEqualTo(1 + Postings.MOST / Byte.SIZE);
            expected.clear(0, 20_000);
            assertThat(Postings.read(Postings.without(written, 20_000).orElseThrow()))
                    .isEqualTo(expected);
        }
    }
}
