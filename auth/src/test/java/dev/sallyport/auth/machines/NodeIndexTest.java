package dev.sallyport.auth.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NodeIndexTest {

    /** Puts where labels are given, removes where not. */
    record Step(String id, String name, Map<String, String> labels, boolean removes) {}

    @Property(tries = 300)
    void pagesGiveWhatASearchThroughAllWouldGive(
            @ForAll("steps") List<Step> steps,
            @ForAll("labels") Map<String, String> wanted,
            @ForAll @IntRange(min = 1, max = 4) int size) {
        // Given
        NodeIndex index = new NodeIndex();
        Map<String, NodeEntry> expected = new HashMap<>();
        long revision = 1;
        for (Step step : steps) {
            NodeEntry entry = NodeEntry.of(step.id(), step.name(), step.labels(), "1", revision);
            if (step.removes()) {
                index.remove(step.id(), revision);
                expected.remove(step.id());
            } else {
                index.put(entry);
                expected.put(step.id(), entry);
            }
            revision++;
        }

        // When
        List<NodeEntry> listed = new ArrayList<>();
        List<NodeEntry> page;
        String after = "";
        do {
            page = index.page(wanted, entry -> entry.node().name().contains("a"), after, size);
            listed.addAll(page);
            after = page.isEmpty() ? "" : page.getLast().key();
        } while (page.size() == size);

        // Then
        assertThat(listed)
                .containsExactlyElementsOf(expected.values().stream()
                        .filter(entry -> entry.node().labels().entrySet().containsAll(wanted.entrySet()))
                        .filter(entry -> entry.node().name().contains("a"))
                        .sorted(Comparator.comparing(NodeEntry::key))
                        .toList());
        assertThat(index.size()).isEqualTo(expected.size());
    }

    @Property(tries = 300)
    void changesThatComeLateOrTwiceChangeNothing(@ForAll("steps") List<Step> steps, @ForAll long seed) {
        // Given
        NodeIndex once = new NodeIndex();
        NodeIndex shuffled = new NodeIndex();
        List<NodeEntry> entries = new ArrayList<>();
        long revision = 1;
        for (Step step : steps) {
            entries.add(NodeEntry.of(step.id(), step.name(), step.labels(), "1", revision++));
        }
        entries.forEach(once::put);
        List<NodeEntry> late = new ArrayList<>(entries);
        late.addAll(entries);
        java.util.Collections.shuffle(late, new java.util.Random(seed));

        // When
        late.forEach(shuffled::put);

        // Then
        assertThat(shuffled.page(Map.of(), _ -> true, "", 100)).isEqualTo(once.page(Map.of(), _ -> true, "", 100));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> ids = Arbitraries.of("1", "2", "3", "4", "5");
        Arbitrary<String> names = Arbitraries.of("a", "ab", "b", "ba", "c");
        return Combinators.combine(ids, names, labels(), Arbitraries.of(false, false, false, true))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(Arbitraries.of("env", "os"), Arbitraries.of("x", "y"))
                .ofMaxSize(2);
    }
}
