package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.GetUploadReply;
import dev.sallyport.api.v1.GetUploadRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.ProxyHello;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.api.v1.ProxyServiceGrpc;
import dev.sallyport.api.v1.PutChunkRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.Session;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.state.Moments;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingsTest extends ClusterTest {

    private final EventIds ids = new EventIds(clock, new SecureRandom());
    private final String session = ids.next().toString();
    private List<byte[]> chunks = List.of();

    @BeforeEach
    void record() throws Exception {
        chunks = RecordedChunks.of(session, folder.resolve("spool"));
    }

    @Test
    void anUploadIsReadBackByTheSessionsUserAndByAuditors() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "access");
        start(node, "alice");

        // When
        for (int i = 0; i < chunks.size(); i++) {
            put(node, i);
            put(node, i);
        }

        // Then
        assertThat(read(alice)).containsExactlyElementsOf(chunks);
        assertThat(read(cluster.admin())).containsExactlyElementsOf(chunks);
        assertThat(Refusal.of(() -> read(bob)).code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(upload(node).getComplete()).isTrue();
        assertThat(RecordingServiceGrpc.newBlockingStub(alice)
                        .listSessions(ListSessionsRequest.getDefaultInstance())
                        .getSessions(0)
                        .getState())
                .isEqualTo(Session.State.COMPLETE);
    }

    @Test
    void aRecordingWhoseLastAcknowledgementWasLostIsFinishedWhenItsNodeAsks() {
        // Given: auth ended between what it stored and what follows from that
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        Channel alice = cluster.somebody("alice", "access");
        start(node, "alice");
        new RecordingStore(folder.resolve("recordings")).put(session, 0, chunks, true);

        // When
        GetUploadReply there = upload(node);

        // Then
        assertThat(there.getComplete()).isTrue();
        assertThat(RecordingServiceGrpc.newBlockingStub(alice)
                        .listSessions(ListSessionsRequest.getDefaultInstance())
                        .getSessions(0)
                        .getState())
                .isEqualTo(Session.State.COMPLETE);
    }

    @Test
    void anUploadGoesOnWhereItWasAndTheFirstWordBindsTheSessionToItsNode() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        MachineIdentity other = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web2");
        put(node, 0);

        // When
        GetUploadReply there = upload(node);
        Refusal foreignPut = Refusal.of(() -> put(other, 1));
        Refusal foreignLook = Refusal.of(() -> upload(other));

        // Then
        assertThat(there.getChunks()).isEqualTo(1);
        assertThat(foreignPut.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(foreignLook.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anotherChunkAtTheSamePlaceOrOneThatIsNoneIsRefused() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        put(node, 0);

        // When
        Refusal changed =
                Refusal.of(() -> put(node, 0, "something else".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Refusal garbage = Refusal.of(() -> put(node, 1, new byte[500]));
        Refusal large = Refusal.of(() -> put(node, 1, new byte[(1 << 20) + 1]));

        // Then
        assertThat(changed.code()).isEqualTo(Status.Code.ABORTED);
        assertThat(garbage.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(large.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aSessionWhoseNodeIsGoneIsEndedWithinTwoMinutesAndWhatTheNodeStillTellsCountsMore() throws Exception {
        // Given: a proxy that has no stream of the node
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        CountDownLatch linked = new CountDownLatch(1);
        link(linked);
        assertThat(linked.await(10, TimeUnit.SECONDS)).isTrue();
        start(node, "alice");
        put(node, 0);
        assertThat(state()).isEqualTo(Session.State.RUNNING);

        // When
        for (int seconds = 0; seconds < 120; seconds += 15) {
            cluster.look();
            clock.advance(Duration.ofSeconds(15));
        }

        // Then
        assertThat(state()).isEqualTo(Session.State.CUT_SHORT);
        assertThat(upload(node).getComplete()).isFalse();
        assertThat(interruptions()).isEqualTo(1);

        // When: it comes back, says again what it said, and goes on
        put(node, 0);
        for (int i = 1; i < chunks.size(); i++) {
            put(node, i);
        }

        // Then
        assertThat(state()).isEqualTo(Session.State.COMPLETE);
        assertThat(read(cluster.admin())).containsExactlyElementsOf(chunks);
        cluster.look();
        clock.advance(Duration.ofMinutes(3));
        cluster.look();
        assertThat(state()).isEqualTo(Session.State.COMPLETE);
        assertThat(interruptions()).isEqualTo(1);
    }

    @Test
    void withoutAnyProxyNobodyIsGivenUp() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        start(node, "alice");
        put(node, 0);

        // When
        for (int minutes = 0; minutes < 10; minutes++) {
            cluster.look();
            clock.advance(Duration.ofMinutes(1));
        }

        // Then
        assertThat(state()).isEqualTo(Session.State.RUNNING);
    }

    private void link(CountDownLatch linked) {
        var reports = ProxyServiceGrpc.newStub(cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_PROXY, "p1")))
                .link(new StreamObserver<ProxyOrder>() {
                    @Override
                    public void onNext(ProxyOrder order) {
                        linked.countDown();
                    }

                    @Override
                    public void onError(Throwable thrown) {}

                    @Override
                    public void onCompleted() {}
                });
        reports.onNext(ProxyReport.newBuilder()
                .setHello(ProxyHello.newBuilder().setPublicAddress("proxy:443"))
                .build());
    }

    private Session.State state() {
        return RecordingServiceGrpc.newBlockingStub(cluster.admin())
                .listSessions(ListSessionsRequest.getDefaultInstance())
                .getSessions(0)
                .getState();
    }

    private int interruptions() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.newBuilder()
                        .setType("session.interrupted")
                        .build())
                .getEventsCount();
    }

    private void start(MachineIdentity node, String user) {
        EventSubject subject = EventSubject.NONE.withUser(user).withLogin(user).withSession(session);
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

    private void put(MachineIdentity node, int index) {
        put(node, index, chunks.get(index));
    }

    private void put(MachineIdentity node, int index, byte[] data) {
        var _ = RecordingServiceGrpc.newBlockingStub(cluster.channel(node))
                .putChunk(PutChunkRequest.newBuilder()
                        .setSessionId(session)
                        .setIndex(index)
                        .addChunks(ByteString.copyFrom(data))
                        .setLast(index == chunks.size() - 1)
                        .build());
    }

    private GetUploadReply upload(MachineIdentity node) {
        return RecordingServiceGrpc.newBlockingStub(cluster.channel(node))
                .getUpload(GetUploadRequest.newBuilder().setSessionId(session).build());
    }

    private List<byte[]> read(Channel channel) {
        List<byte[]> read = new ArrayList<>();
        RecordingServiceGrpc.newBlockingStub(channel)
                .readRecording(
                        ReadRecordingRequest.newBuilder().setSessionId(session).build())
                .forEachRemaining(chunk -> read.add(chunk.getData().toByteArray()));
        return read;
    }
}
