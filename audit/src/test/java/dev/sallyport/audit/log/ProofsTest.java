package dev.sallyport.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Proofs prove, and nothing else does. */
class ProofsTest {

    private final TreeHasher hasher = new TreeHasher();
    private final Proofs proofs = new Proofs(hasher);

    /** Inputs and roots that implementations of RFC 6962 and RFC 9162 share. */
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Example
    void roots_are_those_of_the_standard() {
        // Given
        CompactRange range = CompactRange.empty(hasher);
        assertThat(HexFormat.of().formatHex(range.root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        List<String> roots = new ArrayList<>();
        // When
        for (String input : INPUTS) {
            range.append(hasher.leaf(HexFormat.of().parseHex(input)));
            roots.add(HexFormat.of().formatHex(range.root()));
        }
        // Then
        assertThat(roots).isEqualTo(ROOTS);
    }

    @Example
    void every_leaf_of_every_small_tree_is_proved() {
        Leaves leaves = Leaves.of(70);
        for (int size = 1; size <= 70; size++) {
            for (int index = 0; index < size; index++) {
                List<byte[]> path = proofs.inclusion(index, size, leaves.nodes());
                assertThat(proofs.includes(leaves.hash(index), index, size, path, leaves.root(size)))
                        .isTrue();
            }
        }
    }

    @Example
    void every_pair_of_sizes_is_consistent() {
        Leaves leaves = Leaves.of(70);
        for (int second = 0; second <= 70; second++) {
            for (int first = 0; first <= second; first++) {
                List<byte[]> path = proofs.consistency(first, second, leaves.nodes());
                assertThat(proofs.consistent(first, leaves.root(first), second, leaves.root(second), path))
                        .as("%s to %s", first, second)
                        .isTrue();
            }
        }
    }

    @Property(tries = 400)
    void an_inclusion_with_a_flipped_bit_fails(
            @ForAll @IntRange(min = 1, max = 300) int size,
            @ForAll @IntRange(min = 0, max = 10_000) int leaf,
            @ForAll @IntRange(min = 0, max = 100_000) int bit) {
        // Given
        Leaves leaves = Leaves.of(size);
        int index = leaf % size;
        List<byte[]> all = new ArrayList<>(proofs.inclusion(index, size, leaves.nodes()));
        all.add(leaves.hash(index));
        all.add(leaves.root(size));
        // When
        flip(all, bit);
        // Then
        byte[] root = all.removeLast();
        byte[] hash = all.removeLast();
        assertThat(proofs.includes(hash, index, size, all, root)).isFalse();
    }

    @Property(tries = 400)
    void an_inclusion_at_another_place_fails(
            @ForAll @IntRange(min = 2, max = 300) int size,
            @ForAll @IntRange(min = 0, max = 10_000) int leaf,
            @ForAll @IntRange(min = 1, max = 10_000) int further) {
        // Given
        Leaves leaves = Leaves.of(size);
        int index = leaf % size;
        List<byte[]> path = proofs.inclusion(index, size, leaves.nodes());
        // When
        int other = (index + 1 + further % (size - 1)) % size;
        // Then
        assertThat(proofs.includes(leaves.hash(index), other, size, path, leaves.root(size)))
                .isEqualTo(other == index);
    }

    @Property(tries = 400)
    void a_consistency_with_a_flipped_bit_fails(
            @ForAll @IntRange(min = 1, max = 300) int first,
            @ForAll @IntRange(min = 1, max = 300) int more,
            @ForAll @IntRange(min = 0, max = 100_000) int bit) {
        // Given
        int second = first + more;
        Leaves leaves = Leaves.of(second);
        List<byte[]> all = new ArrayList<>(proofs.consistency(first, second, leaves.nodes()));
        all.add(leaves.root(first));
        all.add(leaves.root(second));
        // When
        flip(all, bit);
        // Then
        byte[] secondRoot = all.removeLast();
        byte[] firstRoot = all.removeLast();
        assertThat(proofs.consistent(first, firstRoot, second, secondRoot, all)).isFalse();
    }

    private static void flip(List<byte[]> hashes, int bit) {
        int at = bit % (hashes.size() * 256);
        byte[] changed = hashes.get(at / 256).clone();
        changed[at % 256 / 8] ^= (byte) (1 << at % 8);
        hashes.set(at / 256, changed);
    }
}
