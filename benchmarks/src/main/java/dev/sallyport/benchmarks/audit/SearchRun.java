package dev.sallyport.benchmarks.audit;

import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.search.EventIndex;
import dev.sallyport.auth.search.EventQuery;
import dev.sallyport.auth.search.EventSearch;
import dev.sallyport.auth.search.IndexFile;
import dev.sallyport.auth.search.Indexer;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Pages of searches over a log that is made once and kept: what people ask, each many times, for a hundred events.
 *
 * <p>2,000 people, 500 hosts, sessions of four events; one event in 10,000 has the words that are looked for.
 */
final class SearchRun implements AutoCloseable {

    private static final int PAGE = 100;
    private static final int BATCH = 1000;
    private static final int PEOPLE = 2_000;
    private static final int HOSTS = 500;
    private static final List<String> KINDS = List.of("session.start", "session.exec", "session.end", "user.login");

    private final InstantSource clock = InstantSource.system();
    private final Store store;
    private final Store indexStore;
    private final LogLeaves leaves;
    private final Indexer indexer;
    private final EventSearch search;
    private final Random random = new Random(7);

    private SearchRun(Path folder) {
        store = SqliteStore.open(folder.resolve("store.db"), clock);
        indexStore = IndexFile.open(folder, clock);
        leaves = new LogLeaves(store);
        EventIndex index = new EventIndex(indexStore);
        indexer = new Indexer(leaves, index);
        search = new EventSearch(leaves, index);
    }

    /** A log of this many events, in a folder that is kept for the next run. */
    static SearchRun of(Path above, int events) throws IOException {
        SearchRun run = new SearchRun(Files.createDirectories(above.resolve("search-" + events)));
        run.fill(events);
        return run;
    }

    private void fill(int events) {
        EventIds ids = new EventIds(clock, new SecureRandom());
        for (long at = leaves.count(); at < events; at += BATCH) {
            List<Store.Write> writes = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                writes.add(EventRecords.creation(event(ids, at + i), clock.millis()));
            }
            store.commit(writes);
            if (at % 100_000 == 0) {
                indexer.look();
            }
        }
        indexer.look();
    }

    private FlatEvent event(EventIds ids, long number) {
        int host = random.nextInt(HOSTS);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("user", "user" + random.nextInt(PEOPLE) + "@example.com");
        fields.put("login", "deploy");
        fields.put("node", String.format("01890a5d-ac96-774b-bcce-%012x", host));
        fields.put("node_name", "web" + host + ".example.com");
        fields.put("session", String.format("01890a5d-ac96-774b-bccf-%012x", number / KINDS.size()));
        fields.put("source", "192.0.2." + random.nextInt(250) + ":" + (32_000 + random.nextInt(28_000)));
        fields.put("command", random.nextInt(10_000) == 0 ? "sudo rm -rf /var/tmp/build" : "systemctl status nginx");
        return new FlatEvent(
                ids.next().toString(), clock.instant(), KINDS.get((int) (number % KINDS.size())), "SSH001I", fields);
    }

    /** Milliseconds of each page, by what was asked. */
    Map<String, Samples> pages(int times) {
        Map<String, Samples> pages = new LinkedHashMap<>();
        for (int i = 0; i < times; i++) {
            String user = "user" + random.nextInt(PEOPLE) + "@example.com";
            String host = "web" + random.nextInt(HOSTS) + ".example.com";
            time(pages, "newest", query("", "", "", ""));
            time(pages, "user", query(user, "", "", ""));
            time(pages, "kind", query("", "session", "", ""));
            time(pages, "user, kind, resource", query(user, "session.exec", host, ""));
            time(pages, "text", query("", "", "", "rm -rf"));
            time(pages, "user and text", query(user, "", "", "rm -rf"));
            time(pages, "words that no event has", query("", "user.login", "", "nothing of this"));
            time(pages, "no such user", query("nobody", "", "", ""));
            time(pages, "last minute, user", new EventQuery(clock.millis() - 60_000, Long.MAX_VALUE, user, "", "", ""));
        }
        return pages;
    }

    private static EventQuery query(String user, String kind, String resource, String text) {
        return new EventQuery(0, Long.MAX_VALUE, user, kind, resource, text);
    }

    private void time(Map<String, Samples> pages, String what, EventQuery query) {
        long began = System.nanoTime();
        search.find(query, PAGE, OptionalLong.empty(), false, _ -> true);
        pages.computeIfAbsent(what, _ -> new Samples()).add((System.nanoTime() - began) / 1e6);
    }

    @Override
    public void close() {
        indexer.close();
        indexStore.close();
        store.close();
    }
}
