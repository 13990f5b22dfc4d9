package dev.sallyport.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;

/** Notes, keys, proofs and witnesses, as other tools have them. */
class NotesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private final NoteSigner log = signer("log.example.com", false);
    private final NoteSigner watcher = signer("witness.example.com/w1", true);

    private static NoteSigner signer(String name, boolean witness) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return witness ? NoteSigner.ofWitness(name, pair) : NoteSigner.ofNotes(name, pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SignedNote signed(Checkpoint checkpoint) {
        return new SignedNote(checkpoint.text(), List.of(log.sign(checkpoint.text(), NOW)));
    }

    /** The example of Go's note package, which the specification took up. */
    @Example
    void an_example_of_another_implementation_verifies() {
        // Given
        NoteKey key = NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        String note = """
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """;
        // Then
        assertThat(SignedNote.parse(note).isSignedBy(key)).isTrue();
        assertThat(SignedNote.parse(note).note()).isEqualTo(note);
        assertThat(SignedNote.parse(note.replace("answer", "Answer")).isSignedBy(key))
                .isFalse();
        assertThat(key.text()).startsWith("PeterNeumann+c74f20a3+");
    }

    @Example
    void keys_are_read_as_they_are_written() {
        assertThat(NoteKey.parse(log.key().text())).isEqualTo(log.key());
        assertThat(NoteKey.parse(watcher.key().text())).isEqualTo(watcher.key());
        String other = log.key().text().replace("log.", "lag.");
        assertThatThrownBy(() -> NoteKey.parse(other)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> NoteKey.parse("nothing")).isInstanceOf(Failure.class);
    }

    @Example
    void a_proof_holds_for_its_entry_alone() {
        // Given
        Leaves leaves = Leaves.of(777);
        Proofs proofs = new Proofs(new TreeHasher());
        List<byte[]> path = proofs.inclusion(500, 777, leaves.nodes());
        LogProof proof = new LogProof(leaves.entries.get(500), 500, path, signed(leaves.checkpoint()));
        // When
        LogProof read = LogProof.parse(proof.text());
        // Then
        assertThat(read.holds(log.key())).isTrue();
        assertThat(new LogProof(leaves.entries.get(501), 500, path, read.checkpoint()).holds(log.key()))
                .isFalse();
        assertThat(read.holds(signer("log.example.com", false).key())).isFalse();
    }

    @Example
    void a_witness_signs_growth_and_nothing_else() {
        // Given
        Map<String, SignedNote> memory = new HashMap<>();
        Witness witness = new Witness(watcher, List.of(log.key()), memory(memory), InstantSource.fixed(NOW));
        Leaves leaves = Leaves.of(20);
        Leaves forked = Leaves.of(20);
        forked.entries.set(2, "another".getBytes(StandardCharsets.UTF_8));
        SignedNote ten = signed(new Checkpoint("log.example.com", 10, leaves.root(10)));
        SignedNote twenty = signed(leaves.checkpoint());
        Proofs proofs = new Proofs(new TreeHasher());
        List<byte[]> grown = proofs.consistency(10, 20, leaves.nodes());
        // When
        WitnessAnswer first = witness.add(WitnessRequest.parse(new WitnessRequest(0, List.of(), ten).text()));
        WitnessAnswer stale = witness.add(new WitnessRequest(0, List.of(), twenty));
        WitnessAnswer fork = witness.add(
                new WitnessRequest(10, proofs.consistency(10, 20, forked.nodes()), signed(forked.checkpoint())));
        WitnessAnswer second = witness.add(new WitnessRequest(10, grown, twenty));
        WitnessAnswer sameSize = witness.add(new WitnessRequest(20, List.of(), signed(forked.checkpoint())));
        WitnessAnswer back = witness.add(new WitnessRequest(20, List.of(), ten));
        // Then
        assertThat(first)
                .isInstanceOfSatisfying(
                        WitnessAnswer.Cosigned.class,
                        answer -> assertThat(ten.with(answer.line()).isSignedBy(watcher.key()))
                                .isTrue());
        assertThat(stale).isEqualTo(new WitnessAnswer.OtherSize(10));
        assertThat(fork).isEqualTo(new WitnessAnswer.Forked(false));
        assertThat(second).isInstanceOf(WitnessAnswer.Cosigned.class);
        assertThat(sameSize).isEqualTo(new WitnessAnswer.Forked(true));
        assertThat(back).isEqualTo(new WitnessAnswer.GoesBack());
        assertThat(memory.get("log.example.com")).isNotNull();
    }

    @Example
    void a_witness_wants_the_logs_own_signature() {
        // Given
        Witness witness = new Witness(watcher, List.of(log.key()), memory(new HashMap<>()), InstantSource.fixed(NOW));
        Checkpoint checkpoint = Leaves.of(3).checkpoint();
        NoteSigner stranger = signer("log.example.com", false);
        Checkpoint elsewhere = new Checkpoint("other.example.com", 3, checkpoint.root());
        // When
        SignedNote forged = new SignedNote(checkpoint.text(), List.of(stranger.sign(checkpoint.text(), NOW)));
        // Then
        assertThat(witness.add(new WitnessRequest(0, List.of(), forged))).isEqualTo(new WitnessAnswer.NotSigned());
        assertThat(witness.add(new WitnessRequest(0, List.of(), signed(elsewhere))))
                .isEqualTo(new WitnessAnswer.UnknownLog());
    }

    @Example
    void paths_of_tiles_are_those_of_the_specification() {
        assertThat(new TilePath(0, 1_234_067, 256).text()).isEqualTo("tile/0/x001/x234/067");
        assertThat(TilePath.holding(0, 69_999, 70_000).text()).isEqualTo("tile/0/273.p/112");
        assertThat(TilePath.holding(1, 272, 70_000).text()).isEqualTo("tile/1/001.p/17");
        assertThat(TilePath.parse("tile/entries/x001/234.p/17").entries().width())
                .isEqualTo(17);
        for (String bad : List.of("tile/0/1", "tile/8/001", "tile/0/x000/001", "tile/0/001.p/256", "tile/0/../001")) {
            assertThatThrownBy(() -> TilePath.parse(bad)).as(bad).isInstanceOf(Failure.class);
        }
    }

    private static Witness.Memory memory(Map<String, SignedNote> notes) {
        return new Witness.Memory() {
            @Override
            public Optional<SignedNote> last(String origin) {
                return Optional.ofNullable(notes.get(origin));
            }

            @Override
            public void remember(String origin, SignedNote note) {
                notes.put(origin, note);
            }
        };
    }
}
