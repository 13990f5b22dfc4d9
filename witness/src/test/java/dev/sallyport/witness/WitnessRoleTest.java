package dev.sallyport.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.CompactRange;
import dev.sallyport.audit.log.NodeSource;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.Proofs;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.audit.log.WitnessRequest;
import dev.sallyport.pki.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP, as C2SP tlog-witness says. */
class WitnessRoleTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    private Path data;

    private final SecureRandom random = new SecureRandom();
    private final NoteSigner log = NoteSigner.ofNotes("log.example.com", Keys.ed25519(random));
    private final TreeHasher hasher = new TreeHasher();

    private record Reply(int code, String type, String body) {}

    private WitnessRole witness() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return WitnessRole.start(
                new WitnessSettings("w1", any, List.of(log.key()), data.resolve("witness")),
                InstantSource.fixed(NOW),
                random);
    }

    private List<byte[]> leaves(int count, String from) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(hasher.leaf((from + i).getBytes(StandardCharsets.UTF_8)));
        }
        return leaves;
    }

    private NodeSource nodes(List<byte[]> leaves) {
        return (level, index) -> {
            CompactRange subtree = CompactRange.empty(hasher);
            leaves.subList((int) (index << level), (int) ((index + 1) << level)).forEach(subtree::append);
            return subtree.root();
        };
    }

    private SignedNote note(List<byte[]> leaves) {
        CompactRange tree = CompactRange.empty(hasher);
        leaves.forEach(tree::append);
        String text = new Checkpoint("log.example.com", leaves.size(), tree.root()).text();
        return new SignedNote(text, List.of(log.sign(text, NOW)));
    }

    private Reply ask(WitnessRole witness, int seen, List<byte[]> leaves) throws IOException {
        List<byte[]> path = new Proofs(hasher).consistency(seen, leaves.size(), nodes(leaves));
        return post(witness, new WitnessRequest(seen, path, note(leaves)).text());
    }

    private static Reply post(WitnessRole witness, String body) throws IOException {
        URI url = URI.create("http://127.0.0.1:" + witness.address().getPort() + "/add-checkpoint");
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        int code = connection.getResponseCode();
        @Nullable InputStream in = code < 400 ? connection.getInputStream() : connection.getErrorStream();
        String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Reply(code, connection.getContentType(), text);
    }

    @Test
    void whatItSignedItRemembersOverARestartWithTheSameKey() throws IOException {
        // Given
        String key;
        SignedNote cosigned;
        try (WitnessRole witness = witness()) {
            key = witness.key().text();
            Reply signed = ask(witness, 0, leaves(10, "a"));
            assertThat(signed.code()).isEqualTo(200);
            cosigned = note(leaves(10, "a"))
                    .with(SignedNote.Line.parse(signed.body().strip()));
            assertThat(cosigned.isSignedBy(witness.key())).isTrue();
        }
        try (WitnessRole again = witness()) {
            // When
            Reply stale = ask(again, 0, leaves(20, "a"));
            Reply grown = ask(again, 10, leaves(20, "a"));

            // Then
            assertThat(again.key().text()).isEqualTo(key);
            assertThat(stale).isEqualTo(new Reply(409, "text/x.tlog.size", "10\n"));
            assertThat(grown.code()).isEqualTo(200);
        }
    }

    @Test
    void aForkIsNeverSigned() throws IOException {
        try (WitnessRole witness = witness()) {
            // Given
            assertThat(ask(witness, 0, leaves(10, "a")).code()).isEqualTo(200);

            // When
            Reply fork = ask(witness, 10, leaves(20, "b"));
            Reply sameSize = ask(witness, 10, leaves(10, "b"));

            // Then
            assertThat(fork.code()).isEqualTo(422);
            assertThat(sameSize.code()).isEqualTo(409);
            assertThat(sameSize.body()).contains("forked");
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        try (WitnessRole witness = witness()) {
            assertThat(post(witness, "old 0\n\nnothing\n").code()).isEqualTo(400);
            assertThat(post(witness, "x".repeat(200_000)).code()).isEqualTo(413);
        }
    }

    @Test
    void whereItCannotRememberItDoesNotSign() throws IOException {
        try (WitnessRole witness = witness()) {
            // Given
            Files.writeString(data.resolve("witness/seen"), "a file where a folder should be");

            // When
            Reply reply = ask(witness, 0, leaves(10, "a"));

            // Then
            assertThat(reply.code()).isEqualTo(503);
            assertThat(reply.body()).doesNotContain("—");
        }
    }
}
