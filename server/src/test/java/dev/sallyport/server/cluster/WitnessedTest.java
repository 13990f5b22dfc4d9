package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.server.wiring.Daemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Auth and a witness, each a daemon of its own, by their configurations. */
@Timeout(120)
class WitnessedTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Cluster cluster;

    @BeforeEach
    void begin() {
        cluster = new Cluster(directory);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    /** What the status says after these words. */
    private static String told(Daemon daemon, String words) {
        String state = daemon.roles().getFirst().reason();
        return state.substring(state.indexOf(words) + words.length());
    }

    @Test
    void authsLogIsCosigned() throws Exception {
        // Given
        NoteKey log = NoteKey.parse(told(cluster.authAlone(), "log key "));
        NoteKey witness = NoteKey.parse(told(cluster.witness(log.text()), ", key "));
        cluster.stop("auth");

        // When
        cluster.authWitnessed(cluster.witnessUrl(), witness.text());

        // Then
        Path kept = directory.resolve("auth/log/witnessed/" + witness.idText());
        await().atMost(SOON).until(() -> Files.exists(kept));
        SignedNote note = SignedNote.parse(Files.readString(kept));
        assertThat(note.isSignedBy(witness)).isTrue();
        assertThat(note.isSignedBy(log)).isTrue();
    }
}
