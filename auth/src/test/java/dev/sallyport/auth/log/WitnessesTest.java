package dev.sallyport.auth.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.Witness;
import dev.sallyport.audit.log.WitnessAnswer;
import dev.sallyport.audit.log.WitnessRequest;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.Keys;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.testing.ManualClock;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is not what a witness saw is refused, and named. */
class WitnessesTest {

    @TempDir
    private Path data;

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
    private final NoteSigner log = NoteSigner.ofNotes("test", Keys.ed25519(new SecureRandom()));
    private final NoteSigner watcher = NoteSigner.ofWitness("w1", Keys.ed25519(new SecureRandom()));
    private final WitnessAddress address = new WitnessAddress(URI.create("http://w1.example"), watcher.key());
    private final Map<String, SignedNote> seen = new HashMap<>();
    private final Witness witness = new Witness(watcher, List.of(log.key()), remembering(), clock);

    private Witness.Memory remembering() {
        return new Witness.Memory() {
            @Override
            public Optional<SignedNote> last(String origin) {
                return Optional.ofNullable(seen.get(origin));
            }

            @Override
            public void remember(String origin, SignedNote note) {
                seen.put(origin, note);
            }
        };
    }

    private WitnessDialer.Reply post(URI url, String request) {
        assertThat(url).isEqualTo(address.url());
        return switch (witness.add(WitnessRequest.parse(request))) {
            case WitnessAnswer.Cosigned(SignedNote.Line line) -> new WitnessDialer.Reply(200, "", line.text());
            case WitnessAnswer.OtherSize(long size) -> new WitnessDialer.Reply(409, "text/x.tlog.size", size + "\n");
            case WitnessAnswer.UnknownLog() -> new WitnessDialer.Reply(404, "", "");
            case WitnessAnswer.NotSigned() -> new WitnessDialer.Reply(403, "", "");
            case WitnessAnswer.GoesBack() -> new WitnessDialer.Reply(400, "", "");
            case WitnessAnswer.Forked(boolean same) -> new WitnessDialer.Reply(same ? 409 : 422, "", "");
        };
    }

    /** A log with its tiles. */
    private record Grown(TileFolder tiles, SignedNote checkpoint) {}

    private Grown grown(String folder, int count, String users) {
        TileFolder tiles = new TileFolder(data.resolve(folder), Disk.REAL);
        List<SignedNote> signed = new ArrayList<>();
        try (MemoryStore store = new MemoryStore(clock)) {
            for (int i = 0; i < count; i++) {
                String id = String.format("01890a5d-ac96-774b-bcce-%012d", i);
                store.commit(List.of(EventRecords.creation(
                        new FlatEvent(id, clock.instant(), "user.login", "USR001I", Map.of("user", users + i)), 7)));
            }
            new LogKeeper(store, tiles, log, clock, new Backlog(), signed::add).look();
        }
        return new Grown(tiles, signed.getLast());
    }

    private Cosigning cosigning(TileFolder tiles, long known) {
        return new Cosigning(address, tiles::read, this::post, known);
    }

    @Test
    void aLogThatGrowsIsSignedFromWhateverSizeTheWitnessSaw() {
        // Given
        Grown small = grown("a", 300, "u");
        Grown large = grown("b", 1000, "u");

        // When
        CosignatureOutcome first = cosigning(small.tiles(), 0).ask(small.checkpoint());
        CosignatureOutcome second = cosigning(large.tiles(), 0).ask(large.checkpoint());

        // Then
        assertThat(first)
                .isInstanceOfSatisfying(
                        CosignatureOutcome.Signed.class,
                        signed -> assertThat(signed.note().isSignedBy(watcher.key()))
                                .isTrue());
        assertThat(second).isInstanceOf(CosignatureOutcome.Signed.class);
        assertThat(Checkpoint.parse(seen.values().iterator().next().text()).size())
                .isEqualTo(1000);
    }

    @Test
    void aLogThatWasForkedOrSetBackIsRefused() {
        // Given
        Grown honest = grown("a", 300, "u");
        cosigning(honest.tiles(), 0).ask(honest.checkpoint());
        Grown forked = grown("b", 400, "x");
        Grown shorter = grown("c", 200, "u");

        // When
        CosignatureOutcome fork = cosigning(forked.tiles(), 300).ask(forked.checkpoint());
        CosignatureOutcome back = cosigning(shorter.tiles(), 0).ask(shorter.checkpoint());

        // Then
        assertThat(fork)
                .isInstanceOfSatisfying(
                        CosignatureOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("forked", "first 300 entries"));
        assertThat(back)
                .isInstanceOfSatisfying(
                        CosignatureOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("rolled back", "saw 300"));
    }

    @Test
    void theLastCosignatureIsKeptAndARefusalIsTold() throws InterruptedException {
        // Given
        Grown honest = grown("a", 300, "u");
        try (Witnesses witnesses = new Witnesses(honest.tiles(), data.resolve("a"), List.of(address), this::post)) {
            witnesses.start();

            // When
            witnesses.offer(honest.checkpoint());

            // Then
            String name = "witnessed/" + watcher.key().idText();
            while (honest.tiles().note(name).isEmpty()) {
                Thread.onSpinWait();
            }
            SignedNote kept = SignedNote.parse(honest.tiles().note(name).orElseThrow());
            assertThat(kept.isSignedBy(watcher.key())).isTrue();
            assertThat(kept.isSignedBy(log.key())).isTrue();
            assertThat(witnesses.trouble()).isEmpty();
        }
        Grown forked = grown("b", 400, "x");
        try (Witnesses witnesses = new Witnesses(forked.tiles(), data.resolve("b"), List.of(address), this::post)) {
            witnesses.start();

            // When
            witnesses.offer(forked.checkpoint());

            // Then
            while (witnesses.trouble().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(witnesses.trouble().get()).contains("the witness w1 refuses the audit log: forked");
        }
    }

    @Test
    void aWitnessThatIsAwayIsNoTrouble() {
        // Given
        Grown honest = grown("a", 3, "u");
        WitnessDialer away = (_, _) -> {
            throw Failure.of(FailureCode.UNAVAILABLE, "away");
        };

        // When
        CosignatureOutcome outcome = new Cosigning(address, honest.tiles()::read, away, 0).ask(honest.checkpoint());

        // Then
        assertThat(outcome).isEqualTo(new CosignatureOutcome.Failed("away"));
    }
}
