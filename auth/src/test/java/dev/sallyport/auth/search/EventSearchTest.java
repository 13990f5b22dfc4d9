package dev.sallyport.auth.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the search finds is what looking at every event finds, whatever part of the log the index has. */
class EventSearchTest {

    private static final EventQuery ALL = new EventQuery(0, Long.MAX_VALUE, "", "", "", "");
    private static final int GROUP = 2048;
    private static final Instant BEGIN = Instant.ofEpochMilli(1_700_000_000_000L);

    private final ManualClock clock = new ManualClock(BEGIN);
    private final Store store = new MemoryStore(clock);
    private final LogLeaves leaves = new LogLeaves(store);
    private final EventIndex index = new EventIndex(new MemoryStore(clock), GROUP);
    private final Indexer indexer = new Indexer(leaves, index);
    private final EventSearch search = new EventSearch(leaves, index);
    private final List<FlatEvent> logged = new ArrayList<>();
    private final Random random = new Random(7);

    /** Three groups in the index, a fourth in memory, and some events after it. */
    @BeforeEach
    void fill() {
        append(3 * GROUP + 500);
        indexer.look();
        assertThat(index.groups(0, true)).hasSize(4);
        append(400);
    }

    private void append(int count) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FlatEvent event = event(logged.size());
            logged.add(event);
            writes.add(EventRecords.creation(event, 7));
            if (writes.size() == 1000) {
                store.commit(writes);
                writes.clear();
            }
        }
        store.commit(writes);
    }

    private FlatEvent event(int number) {
        List<String> kinds = List.of("session.start", "session.end", "user.login", "ca.key.created");
        // A few events come late: their time is before that of those around them.
        long millis = number * 10L - (random.nextInt(50) == 0 ? 20_000 : 0);
        return new FlatEvent(
                String.format("01890a5d-ac96-774b-bcce-%012d", number),
                BEGIN.plusMillis(millis),
                kinds.get(random.nextInt(kinds.size())),
                "SSH001I",
                Map.of(
                        "user",
                        "user-" + random.nextInt(40),
                        "node_name",
                        "web/" + random.nextInt(7),
                        "session",
                        String.format("00000000-0000-4000-8000-%012x", number / 3),
                        "command",
                        random.nextInt(900) == 0 ? "sudo RM -rf /tmp/x" : "ls -l file" + number));
    }

    private List<Long> found(EventQuery query, int size, boolean upwards) {
        List<Long> found = new ArrayList<>();
        OptionalLong from = OptionalLong.empty();
        do {
            EventSearch.Page page = search.find(query, size, from, upwards, _ -> true);
            page.hits().forEach(hit -> found.add(hit.index()));
            from = page.next();
        } while (from.isPresent());
        return found;
    }

    private List<Long> looked(EventQuery query) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < logged.size(); i++) {
            if (query.matches(logged.get(i))) {
                all.add((long) i);
            }
        }
        return all;
    }

    private static EventQuery query(String user, String kind, String resource, String text) {
        return new EventQuery(0, Long.MAX_VALUE, user, kind, resource, text);
    }

    @Test
    void whateverIsAskedForIsFoundInBothDirectionsEachOnce() {
        long some = BEGIN.toEpochMilli() + 30_000;
        List<EventQuery> queries = List.of(
                ALL,
                query("user-3", "", "", ""),
                query("", "session", "", ""),
                query("", "ca.key", "", ""),
                query("user-3", "session.start", "web/2", ""),
                query("", "", "00000000-0000-4000-8000-000000000101", ""),
                query("", "", "", "rm -rf"),
                query("user-5", "user.login", "", "Sudo rm"),
                query("", "", "", "00000000-0000-4000-8000-000000000101"),
                query("nobody", "", "", ""),
                new EventQuery(some, some + 5_000, "", "", "", ""),
                new EventQuery(some, Long.MAX_VALUE, "user-1", "", "", ""),
                new EventQuery(0, some, "user-1", "session.end", "", ""));
        for (EventQuery query : queries) {
            // When
            List<Long> upwards = found(query, 97, true);
            List<Long> downwards = found(query, 97, false);

            // Then
            List<Long> expected = looked(query);
            assertThat(upwards).as(query.toString()).isEqualTo(expected);
            assertThat(downwards).as(query.toString()).isEqualTo(expected.reversed());
        }
    }

    @Test
    void pagesStayAsTheyAreWhileEventsArrive() {
        // Given
        EventQuery query = query("user-3", "", "", "");
        List<Long> before = looked(query).reversed();
        EventSearch.Page first = search.find(query, 20, OptionalLong.empty(), false, _ -> true);

        // When
        append(3000);
        indexer.look();
        List<Long> read = new ArrayList<>(
                first.hits().stream().map(EventSearch.Hit::index).toList());
        OptionalLong from = first.next();
        while (from.isPresent()) {
            EventSearch.Page next = search.find(query, 20, from, false, _ -> true);
            next.hits().forEach(hit -> read.add(hit.index()));
            from = next.next();
        }

        // Then
        assertThat(read).isEqualTo(before);
    }

    @Test
    void whoFollowsSeesWhatComesAndNothingTwice() {
        // Given
        EventQuery query = query("user-3", "", "", "");
        EventSearch.Page last = search.find(query, 5, OptionalLong.empty(), false, _ -> true);
        int known = logged.size();

        // When
        append(100);
        EventSearch.Page next = search.find(query, 1000, OptionalLong.of(last.end()), true, _ -> true);
        EventSearch.Page none = search.find(query, 1000, OptionalLong.of(next.end()), true, _ -> true);

        // Then
        assertThat(next.hits())
                .extracting(EventSearch.Hit::index)
                .isEqualTo(
                        looked(query).stream().filter(number -> number >= known).toList());
        assertThat(none.hits()).isEmpty();
    }

    @Test
    void anEventThatMayNotBeSeenIsNotAndAnIndexThatIsGoneIsMadeAgain() {
        // Given
        EventSearch fresh = new EventSearch(leaves, new EventIndex(new MemoryStore(clock)));

        // When
        EventSearch.Page own = search.find(
                query("", "session", "", ""),
                10_000,
                OptionalLong.empty(),
                true,
                event -> event.field("user").equals("user-3"));
        EventSearch.Page unindexed =
                fresh.find(query("user-3", "session", "", ""), 10_000, OptionalLong.empty(), true, _ -> true);

        // Then
        assertThat(own.hits()).allMatch(hit -> hit.event().field("user").equals("user-3"));
        assertThat(unindexed.hits()).isNotEmpty();
        assertThat(own.hits()).containsAll(unindexed.hits().subList(0, 10));
    }
}
