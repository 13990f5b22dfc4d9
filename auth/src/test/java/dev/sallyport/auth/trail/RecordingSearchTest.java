package dev.sallyport.auth.trail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AddCommentReply;
import dev.sallyport.api.v1.AddCommentRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Comment;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.ListCommentsRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.PutChunkRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.SearchRecordingsReply;
import dev.sallyport.api.v1.SearchRecordingsRequest;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingReader;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.pki.hpke.RecipientKey;
import io.grpc.Channel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was shown is found by who may read it, and by nobody else; each look leaves a trace. */
class RecordingSearchTest extends ClusterTest {

    private final EventIds ids = new EventIds(clock, new SecureRandom());
    private final String session = ids.next().toString();
    private List<byte[]> chunks = List.of();

    @BeforeEach
    void record() throws Exception {
        chunks = RecordedChunks.of(session, folder.resolve("spool"), "$ rm -rf /srv/data\r\n", recordingKeys());
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        start(node, session);
        put(node, session, chunks);
    }

    @Test
    void textIsFoundByTheSessionsUserAndByAuditorsAndByNobodyElse() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "access");
        await().until(() -> !search(cluster.admin(), "rm -rf").getMatchesList().isEmpty());

        // When
        SearchRecordingsReply own = search(alice, "RM -RF");
        SearchRecordingsReply foreign = search(bob, "rm -rf");

        // Then
        assertThat(own.getMatches(0).getText()).isEqualTo("$ rm -rf /srv/data");
        assertThat(own.getMatches(0).getSession().getId()).isEqualTo(session);
        assertThat(foreign).isEqualTo(SearchRecordingsReply.getDefaultInstance());
        assertThat(search(alice, "no such text").getMatchesList()).isEmpty();
        assertThat(Refusal.of(() -> search(alice, "rm")).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(events("recording.search")).isPositive();
    }

    @Test
    void whatWasShownLiesReadableNowhereOnTheDisk() throws IOException {
        // Given
        await().until(() -> !search(cluster.admin(), "rm -rf").getMatchesList().isEmpty());

        // When
        try (Stream<Path> files = Files.walk(folder.resolve("recordings"))) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();

            // Then
            assertThat(kept).extracting(Path::toString).anyMatch(file -> file.endsWith(".index"));
            for (Path file : kept) {
                assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("rm -rf", "/srv");
            }
        }
    }

    @Test
    void whoeverMayReadGetsTheKeyWithTheChunkThatBringsIt() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        Map<Integer, byte[]> keys = new HashMap<>();

        // When
        RecordingServiceGrpc.newBlockingStub(alice)
                .readRecording(
                        ReadRecordingRequest.newBuilder().setSessionId(session).build())
                .forEachRemaining(chunk -> {
                    if (!chunk.getContentKey().isEmpty()) {
                        keys.put(chunk.getIndex(), chunk.getContentKey().toByteArray());
                    }
                });
        ReadingKeys given = new ReadingKeys(List.of(), index -> Optional.ofNullable(keys.get(index)));
        RecordingReader with = new RecordingReader(chunks.iterator(), given);

        // Then
        assertThat(keys).containsOnlyKeys(0);
        assertThat(with.header().user()).isEqualTo("alice");
        assertThatThrownBy(() -> new RecordingReader(chunks.iterator()))
                .hasMessageContaining("it is encrypted for the keys");
    }

    @Test
    void aNewKeyServesEveryNinetyDaysAndTheOldOnesOpenWhatTheyMust() {
        // Given
        List<RecipientKey> before = recordingKeys();

        // When
        clock.advance(Duration.ofDays(91));
        cluster.look();
        List<RecipientKey> after = recordingKeys();
        List<Integer> read = read(cluster.admin(), ReadRecordingRequest.newBuilder());

        // Then
        assertThat(after).hasSize(1).doesNotContainAnyElementsOf(before);
        assertThat(read).hasSize(chunks.size());
        assertThat(RecordingServiceGrpc.newBlockingStub(cluster.admin())
                        .readRecording(ReadRecordingRequest.newBuilder()
                                .setSessionId(session)
                                .build())
                        .next()
                        .getContentKey()
                        .isEmpty())
                .isFalse();
    }

    private List<RecipientKey> recordingKeys() {
        return LoginServiceGrpc.newBlockingStub(cluster.nobody())
                .getTrust(GetTrustRequest.getDefaultInstance())
                .getRecordingKeyList()
                .stream()
                .map(RecipientKey::parse)
                .toList();
    }

    @Test
    void readingIsWrittenDownOnceForManyPieces() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "access");

        // When
        List<Integer> first = read(alice, ReadRecordingRequest.newBuilder().setMaxChunks(1));
        List<Integer> rest = read(alice, ReadRecordingRequest.newBuilder().setFromChunk(1));
        List<Integer> at = read(alice, ReadRecordingRequest.newBuilder().setAtMicros(0));
        List<Integer> after =
                read(alice, ReadRecordingRequest.newBuilder().setFromChunk(99).setWait(true));

        // Then
        assertThat(first).containsExactly(0);
        assertThat(rest).hasSize(chunks.size() - 1).startsWith(1);
        assertThat(at).hasSize(chunks.size());
        assertThat(after).containsExactly(99);
        assertThat(events("recording.read")).isEqualTo(1);
        assertThat(Refusal.of(() -> read(bob, ReadRecordingRequest.newBuilder().setFromChunk(1)))
                        .code())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(events("recording.read")).isEqualTo(1);
    }

    @Test
    void commentsAreKeptInTheOrderOfTheSessionAndSeenByWhoMaySeeIt() {
        // Given
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "access");

        // When
        comment(alice, 5_000_000, "later");
        comment(cluster.admin(), 1_000_000, "earlier");

        // Then
        assertThat(RecordingServiceGrpc.newBlockingStub(alice)
                        .listComments(ListCommentsRequest.newBuilder()
                                .setSessionId(session)
                                .build())
                        .getCommentsList())
                .extracting(Comment::getText)
                .containsExactly("earlier", "later");
        assertThat(RecordingServiceGrpc.newBlockingStub(alice)
                        .listSessions(ListSessionsRequest.getDefaultInstance())
                        .getSessions(0)
                        .getComments())
                .isEqualTo(2);
        assertThat(Refusal.of(() -> comment(bob, 0, "mine")).code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Refusal.of(() -> comment(alice, 0, " ")).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private void comment(Channel channel, long micros, String text) {
        AddCommentReply _ = RecordingServiceGrpc.newBlockingStub(channel)
                .addComment(AddCommentRequest.newBuilder()
                        .setSessionId(session)
                        .setAtMicros(micros)
                        .setText(text)
                        .build());
    }

    private static SearchRecordingsReply search(Channel channel, String text) {
        return RecordingServiceGrpc.newBlockingStub(channel)
                .searchRecordings(
                        SearchRecordingsRequest.newBuilder().setText(text).build());
    }

    private List<Integer> read(Channel channel, ReadRecordingRequest.Builder request) {
        List<Integer> read = new ArrayList<>();
        RecordingServiceGrpc.newBlockingStub(channel)
                .readRecording(request.setSessionId(session).build())
                .forEachRemaining((RecordingChunk chunk) -> read.add(chunk.getIndex()));
        return read;
    }

    @Test
    void withoutATerminalPlayingAtATimeBeginsShortlyBeforeIt() throws Exception {
        // Given
        String other = ids.next().toString();
        List<byte[]> many = RecordedChunks.withoutTerminal(other, folder.resolve("spool2"), 25_000_000);
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web2");
        start(node, other);
        put(node, other, many);
        await().until(() -> isIndexed(other));

        // When
        List<Integer> read = new ArrayList<>();
        RecordingServiceGrpc.newBlockingStub(cluster.admin())
                .readRecording(ReadRecordingRequest.newBuilder()
                        .setSessionId(other)
                        .setAtMicros(Long.MAX_VALUE)
                        .build())
                .forEachRemaining((RecordingChunk chunk) -> read.add(chunk.getIndex()));

        // Then
        assertThat(many).hasSizeGreaterThan(80);
        assertThat(read).startsWith(0, many.size() - 65).endsWith(many.size() - 1);
    }

    private boolean isIndexed(String of) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("recordings"))) {
            return files.anyMatch(file -> file.endsWith(of + ".index"));
        }
    }

    private int events(String type) {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsCount();
    }

    private void start(MachineIdentity node, String session) {
        EventSubject subject =
                EventSubject.NONE.withUser("alice").withLogin("alice").withSession(session);
        FlatEvent flat = FlatEvent.of(new SessionEvent.Started(
                new EventHead(ids.next().toString(), clock.instant(), subject), "shell", "", true, true, "access"));
        var _ = AuditServiceGrpc.newBlockingStub(cluster.channel(node))
                .emitEvents(EmitEventsRequest.newBuilder()
                        .addEvents(Event.newBuilder()
                                .setId(flat.id())
                                .setTime(Moments.of(flat.time()))
                                .setType(flat.type())
                                .setCode(flat.code())
                                .putAllFields(flat.fields()))
                        .build());
    }

    private void put(MachineIdentity node, String session, List<byte[]> chunks) {
        for (int index = 0; index < chunks.size(); index++) {
            var _ = RecordingServiceGrpc.newBlockingStub(cluster.channel(node))
                    .putChunk(PutChunkRequest.newBuilder()
                            .setSessionId(session)
                            .setIndex(index)
                            .addChunks(ByteString.copyFrom(chunks.get(index)))
                            .setLast(index == chunks.size() - 1)
                            .build());
        }
    }
}
