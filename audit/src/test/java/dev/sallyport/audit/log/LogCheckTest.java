package dev.sallyport.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A log that was not touched passes; one that was is named at the place where it was. */
class LogCheckTest {

    private static Optional<LogFinding> check(Leaves leaves, Checkpoint checkpoint) {
        List<EntrySource> sources = List.of(new EntrySource("tiles", leaves::read));
        return new LogCheck(checkpoint, leaves::read, sources, _ -> {}).run(0, Long.MAX_VALUE);
    }

    @Property(tries = 60)
    void an_untouched_log_passes(@ForAll @IntRange(min = 0, max = 1500) int size) {
        Leaves leaves = Leaves.of(size);
        assertThat(check(leaves, leaves.checkpoint())).isEmpty();
    }

    @Property(tries = 60)
    void an_edited_entry_is_named(
            @ForAll @IntRange(min = 1, max = 1500) int size, @ForAll @IntRange(min = 0, max = 10_000) int where) {
        // Given
        Leaves leaves = Leaves.of(size);
        Checkpoint checkpoint = leaves.checkpoint();
        int index = where % size;
        TilePath path = TilePath.holding(0, index, size);
        check(leaves, checkpoint);
        // When
        leaves.entries.set(index, "not what was logged".getBytes(StandardCharsets.UTF_8));
        leaves.changed.remove(path.entries());
        // Then
        assertThat(check(leaves, checkpoint)).hasValueSatisfying(found -> {
            assertThat(found.index()).isEqualTo(index);
            assertThat(found.kind()).isEqualTo(LogFinding.Kind.EDITED);
        });
    }

    @Property(tries = 60)
    void a_flipped_bit_in_a_tile_of_hashes_is_found(
            @ForAll @IntRange(min = 1, max = 1500) int size, @ForAll @IntRange(min = 0, max = 1_000_000) int where) {
        // Given
        Leaves leaves = Leaves.of(size);
        Checkpoint checkpoint = leaves.checkpoint();
        check(leaves, checkpoint);
        List<TilePath> tiles = leaves.changed.keySet().stream()
                .filter(path -> path.level() != TilePath.ENTRIES)
                .toList();
        TilePath path = tiles.get(where % tiles.size());
        byte[] tile = leaves.read(path).orElseThrow().clone();
        // When
        tile[where % tile.length] ^= 4;
        leaves.change(path, tile);
        // Then
        assertThat(check(leaves, checkpoint)).isPresent();
    }

    @Example
    void swapped_entries_are_named() {
        // Given
        Leaves leaves = Leaves.of(700);
        Checkpoint checkpoint = leaves.checkpoint();
        check(leaves, checkpoint);
        // When
        Collections.swap(leaves.entries, 300, 301);
        leaves.changed.keySet().removeIf(path -> path.level() == TilePath.ENTRIES);
        // Then
        assertThat(check(leaves, checkpoint)).hasValueSatisfying(found -> {
            assertThat(found.index()).isEqualTo(300);
            assertThat(found.kind()).isEqualTo(LogFinding.Kind.REORDERED);
            assertThat(found.text()).contains("301");
        });
    }

    @Example
    void a_short_bundle_is_named_at_the_first_entry_that_it_lacks() {
        // Given
        Leaves leaves = Leaves.of(700);
        TilePath last = TilePath.holding(0, 699, 700).entries();
        // When
        leaves.change(last, EntryBundle.write(leaves.entries.subList(512, 650)));
        // Then
        assertThat(check(leaves, leaves.checkpoint())).hasValueSatisfying(found -> {
            assertThat(found.index()).isEqualTo(650);
            assertThat(found.kind()).isEqualTo(LogFinding.Kind.TRUNCATED);
        });
    }

    @Example
    void a_log_rewritten_from_the_ground_up_is_a_fork() {
        // Given
        Checkpoint signed = Leaves.of(700).checkpoint();
        Leaves rewritten = Leaves.of(700);
        // When
        rewritten.entries.set(3, "another".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(check(rewritten, signed))
                .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(LogFinding.Kind.FORKED));
    }

    @Example
    void what_was_seen_before_must_be_the_beginning() {
        // Given
        Leaves leaves = Leaves.of(900);
        LogCheck check = new LogCheck(leaves.checkpoint(), leaves::read, List.of(), _ -> {});
        Leaves other = Leaves.of(400);
        // When
        other.entries.set(399, "another".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(check.extending(Leaves.of(400).checkpoint(), "before")).isEmpty();
        assertThat(check.extending(other.checkpoint(), "before"))
                .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(LogFinding.Kind.FORKED));
        assertThat(check.extending(Leaves.of(901).checkpoint(), "before"))
                .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(LogFinding.Kind.ROLLED_BACK));
    }
}
