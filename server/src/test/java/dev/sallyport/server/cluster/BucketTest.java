package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.RecordingServiceGrpc.RecordingServiceBlockingStub;
import dev.sallyport.api.v1.SearchRecordingsReply;
import dev.sallyport.api.v1.SearchRecordingsRequest;
import dev.sallyport.api.v1.Session;
import dev.sallyport.audit.Disk;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.LogCheck;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingEntry;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.server.diagnostics.RoleState;
import dev.sallyport.server.wiring.Daemon;
import dev.sallyport.testing.dist.UnixUser;
import dev.sallyport.testing.s3.BadDays;
import dev.sallyport.testing.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster by its configuration, with recordings and log in a real S3 server that has a bad day. */
@Tag("slow")
@Timeout(180)
class BucketTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @TempDir
    private Path far;

    @Test
    void sessionsAreRecordedPlayedFoundAndTheLogVerifiesAlsoAfterARestart() throws Exception {
        Path secret = Files.writeString(directory.resolve("s3.secret"), S3Server.SECRET);
        try (UnixUser unix = UnixUser.create("sallybucket");
                S3Server server = S3Server.start(far);
                BadDays days = BadDays.before(server);
                Cluster cluster = new Cluster(directory)) {
            // Given: a session while S3 has trouble
            days.next(6, call -> call.startsWith("PUT"), new BadDays.Fault.Refused(503, "SlowDown"));
            days.next(2, call -> call.startsWith("PUT") && call.contains("recordings"), new BadDays.Fault.AnswerLost());
            awaitReady(cluster.authInBucket(days.endpoint(), secret));
            awaitReady(cluster.proxyAlone());
            awaitReady(cluster.agentAlone("one", "box"));
            Person ada = Person.loggedIn(cluster, "ada", unix.name());
            Ssh ssh = new Ssh(ada, new KnockRelay(ada, cluster, "box"), unix.name(), "box");
            assertThat(ssh.run("echo kept far away").out()).isEqualTo("kept far away\n");
            await().atMost(SOON).until(() -> session(cluster).isPresent());
            await().atMost(SOON).until(() -> !found(cluster).isEmpty());

            // When auth loses its folders of these, and starts again
            cluster.stop("auth");
            remove(directory.resolve("auth/recordings"));
            awaitReady(cluster.authInBucket(days.endpoint(), secret));

            // Then
            assertThat(played(cluster)).contains("kept far away");
            assertThat(found(cluster))
                    .singleElement()
                    .satisfies(match -> assertThat(match.getText()).contains("kept far away"));
            Path log = server.bucket().resolve("prod/log");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(size(log)).isEqualTo(size(directory.resolve("auth/log"))));
            assertThat(verified(log)).isTrue();
        }
    }

    private static Optional<Session> session(Cluster cluster) throws IOException {
        try (ApiChannel admin = cluster.admin()) {
            return recordings(admin).listSessions(ListSessionsRequest.getDefaultInstance()).getSessionsList().stream()
                    .filter(session -> session.getState() == Session.State.COMPLETE)
                    .findFirst();
        }
    }

    private static List<SearchRecordingsReply.Match> found(Cluster cluster) throws IOException {
        try (ApiChannel admin = cluster.admin()) {
            return recordings(admin)
                    .searchRecordings(SearchRecordingsRequest.newBuilder()
                            .setText("kept far")
                            .build())
                    .getMatchesList()
                    .stream()
                    .filter(match -> match.getKind().equals("shown"))
                    .toList();
        }
    }

    private static String played(Cluster cluster) throws IOException {
        String id = session(cluster).orElseThrow().getId();
        try (ApiChannel admin = cluster.admin()) {
            List<RecordingChunk> chunks = new ArrayList<>();
            recordings(admin)
                    .readRecording(ReadRecordingRequest.newBuilder()
                            .setSessionId(id)
                            .setMaxChunks(100)
                            .build())
                    .forEachRemaining(chunks::add);
            ReadingKeys keys = new ReadingKeys(
                    List.of(), at -> Optional.of(chunks.get(at).getContentKey().toByteArray()));
            StringBuilder shown = new StringBuilder();
            new RecordingReader(
                            chunks.stream()
                                    .map(chunk -> chunk.getData().toByteArray())
                                    .iterator(),
                            keys)
                    .forEachRemaining(entry -> {
                        if (entry instanceof RecordingEntry.Data data) {
                            shown.append(new String(data.bytes(), StandardCharsets.UTF_8));
                        }
                    });
            return shown.toString();
        }
    }

    private static RecordingServiceBlockingStub recordings(ApiChannel admin) {
        return RecordingServiceGrpc.newBlockingStub(admin.channel());
    }

    private static Checkpoint checkpoint(Path log) throws IOException {
        return Checkpoint.parse(
                SignedNote.parse(Files.readString(log.resolve("checkpoint"))).text());
    }

    private static long size(Path log) throws IOException {
        return checkpoint(log).size();
    }

    /** By whoever has the bucket alone. */
    private static boolean verified(Path log) throws IOException {
        TileFolder tiles = new TileFolder(log, Disk.REAL);
        return new LogCheck(checkpoint(log), tiles::read, List.of(new EntrySource("bucket", tiles::read)), _ -> {})
                .run(0, Long.MAX_VALUE)
                .isEmpty();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void awaitReady(Daemon daemon) {
        await().atMost(SOON).untilAsserted(() -> assertThat(daemon.roles()).allMatch(RoleState::ready));
    }
}
