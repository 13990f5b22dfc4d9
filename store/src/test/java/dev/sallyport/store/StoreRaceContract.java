package dev.sallyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Failure;
import dev.sallyport.store.Store.Entry;
import dev.sallyport.store.Store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises to many threads at a time. */
abstract class StoreRaceContract extends StoreWatchContract {

    private static final int THREADS = 16;
    private static final int ROUNDS = 50;

    @Test
    void no_increment_is_lost_among_many_threads() throws Exception {
        // Given
        store.create("counter", bytes("0"));

        // When
        inParallel(THREADS, i -> {
            for (int round = 0; round < ROUNDS; round++) {
                increment();
            }
            return i;
        });

        // Then
        assertThat(store.get("counter").orElseThrow().value()).isEqualTo(bytes(Integer.toString(THREADS * ROUNDS)));
    }

    private void increment() {
        boolean done = false;
        while (!done) {
            Entry entry = store.get("counter").orElseThrow();
            int next = Integer.parseInt(new String(entry.value(), java.nio.charset.StandardCharsets.UTF_8)) + 1;
            try {
                store.compareAndSwap("counter", bytes(Integer.toString(next)), entry.revision());
                done = true;
            } catch (Failure conflict) {
                done = false;
            }
        }
    }

    @Test
    void one_of_many_creators_wins_and_the_others_harm_no_neighbour() throws Exception {
        // When
        List<Boolean> won = inParallel(THREADS, i -> {
            store.put("neighbour/" + i, bytes("1"));
            try {
                store.commit(List.of(put("mine/" + i, "1"), new Write.Create("prize", bytes("" + i), 0)));
                return true;
            } catch (Failure taken) {
                return false;
            }
        });

        // Then
        assertThat(won.stream().filter(w -> w)).hasSize(1);
        assertThat(store.range("neighbour/", "", 100)).hasSize(THREADS);
        assertThat(keys(store.range("mine/", "", 100))).containsExactly("mine/" + won.indexOf(true));
        assertThat(store.get("prize").orElseThrow().value()).isEqualTo(bytes("" + won.indexOf(true)));
        assertThat(store.revision()).isEqualTo(THREADS + 2);
    }

    @Test
    void readers_see_whole_commits_only() throws Exception {
        // Given
        store.commit(List.of(put("pair/a", "0"), put("pair/b", "0")));
        AtomicBoolean writing = new AtomicBoolean(true);

        // When
        List<Boolean> sound = inParallel(4, i -> {
            if (i == 0) {
                for (int round = 1; round <= 200; round++) {
                    store.commit(List.of(put("pair/a", "" + round), put("pair/b", "" + round)));
                }
                writing.set(false);
                return true;
            }
            boolean whole = true;
            while (writing.get()) {
                List<Entry> pair = store.range("pair/", "", 10);
                whole &= pair.size() == 2
                        && java.util.Arrays.equals(
                                pair.get(0).value(), pair.get(1).value());
            }
            return whole;
        });

        // Then
        assertThat(sound).containsOnly(true);
    }

    private interface Task<T> {
        T run(int index) throws Exception;
    }

    private static <T> List<T> inParallel(int threads, Task<T> task) throws Exception {
        List<Callable<T>> calls = IntStream.range(0, threads)
                .mapToObj(i -> (Callable<T>) () -> task.run(i))
                .toList();
        List<T> results = new ArrayList<>();
        // Platform threads: a reader that never blocks would keep its carrier from the others.
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<T> future : executor.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
