package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.Session;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.state.Moments;
import io.grpc.Channel;
import io.grpc.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrailTest extends ClusterTest {

    private final EventIds ids = new EventIds(clock, new SecureRandom());

    @Test
    void whatANodeTellsIsStoredOnceAndUnderItsOwnName() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        Event event = started(ids.next().toString(), "alice").toBuilder()
                .putFields("node", "00000000-0000-4000-8000-000000000000")
                .putFields("node_name", "other")
                .build();

        // When
        emit(node, event, event);
        emit(node, event);

        // Then
        assertThat(list("session.start")).singleElement().satisfies(stored -> {
            assertThat(stored.getId()).isEqualTo(event.getId());
            assertThat(stored.getFieldsMap()).containsEntry("node", node.id()).containsEntry("node_name", "web1");
        });
    }

    @Test
    void aNodeCannotTellWhatOnlyAuthDecides() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        Event good = started(ids.next().toString(), "alice");

        // When
        List<Refusal> refusals = new ArrayList<>();
        for (String type :
                List.of("user.login", "role.create", "token.create", "ca.key.created", "node.join", "proxy.x")) {
            Event forged =
                    good.toBuilder().setId(ids.next().toString()).setType(type).build();
            refusals.add(Refusal.of(() -> emit(node, good, forged)));
        }

        // Then
        assertThat(refusals).allMatch(refusal -> refusal.code() == Status.Code.PERMISSION_DENIED);
        assertThat(list("session.start")).isEmpty();
    }

    @Test
    void anEventWhoseIdHasNoTimeOrIsTooLargeIsRefused() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        Event good = started(ids.next().toString(), "alice");

        // When
        Refusal noTime = Refusal.of(() -> emit(
                node,
                good.toBuilder().setId("0b8e1a52-9d0c-4c53-8a5e-1f2d3c4b5a69").build()));
        Refusal noId =
                Refusal.of(() -> emit(node, good.toBuilder().setId("../users/x").build()));
        Refusal large = Refusal.of(() -> emit(
                node, good.toBuilder().putFields("command", "x".repeat(5000)).build()));

        // Then
        assertThat(List.of(noTime, noId, large)).allMatch(refusal -> refusal.code() == Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void pagesInBothDirectionsMeetEachEventOnce() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            clock.advance(Duration.ofMillis(7));
            Event event = started(ids.next().toString(), "alice");
            told.add(event.getId());
            emit(node, event);
        }

        // When
        List<String> oldestFirst = all(true);
        List<String> newestFirst = all(false);

        // Then
        assertThat(oldestFirst).containsExactlyElementsOf(told);
        assertThat(newestFirst).containsExactlyElementsOf(told.reversed());
    }

    @Test
    void timesBoundAListing() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        Instant begin = clock.instant();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clock.set(begin.plusSeconds(i));
            Event event = started(new EventIds(clock, new SecureRandom()).next().toString(), "alice");
            told.add(event.getId());
            emit(node, event);
        }

        // When
        List<String> middle = audit()
                .listEvents(ListEventsRequest.newBuilder()
                        .setType("session.start")
                        .setFrom(time(begin.plusSeconds(1)))
                        .setTo(time(begin.plusSeconds(4)))
                        .setOldestFirst(true)
                        .build())
                .getEventsList()
                .stream()
                .map(Event::getId)
                .toList();

        // Then
        assertThat(middle).containsExactlyElementsOf(told.subList(1, 4));
    }

    @Test
    void aSessionIsListedForItsUserAndForAuditorsOnly() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        String session = ids.next().toString();
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "access");
        emit(node, inSession(started(ids.next().toString(), "alice"), session));

        // When
        List<Session> running = sessions(alice, "");
        emit(node, inSession(ended(ids.next().toString(), "alice"), session));
        List<Session> over = sessions(alice, "alice");

        // Then
        assertThat(running).singleElement().satisfies(listed -> {
            assertThat(listed.getState()).isEqualTo(Session.State.RUNNING);
            assertThat(listed.getNodeName()).isEqualTo("web1");
            assertThat(listed.getCommand()).isEqualTo("uptime");
        });
        assertThat(over).singleElement().extracting(Session::getState).isEqualTo(Session.State.COMPLETE);
        assertThat(sessions(cluster.admin(), "")).hasSize(1);
        assertThat(sessions(bob, "")).isEmpty();
        assertThat(Refusal.of(() -> sessions(bob, "alice")).code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void anotherNodeChangesNothingOfASession() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        MachineIdentity other = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web2");
        String session = ids.next().toString();
        emit(node, inSession(started(ids.next().toString(), "alice"), session));

        // When
        emit(other, inSession(ended(ids.next().toString(), "mallory"), session));
        emit(other, inSession(started(ids.next().toString(), "mallory"), session));

        // Then
        assertThat(sessions(cluster.admin(), "")).singleElement().satisfies(listed -> {
            assertThat(listed.getUser()).isEqualTo("alice");
            assertThat(listed.getState()).isEqualTo(Session.State.RUNNING);
        });
    }

    private Event started(String id, String user) {
        EventHead head = new EventHead(
                id, clock.instant(), EventSubject.NONE.withUser(user).withLogin(user));
        return event(new SessionEvent.Started(head, "exec", "uptime", false, true, "access"));
    }

    private Event ended(String id, String user) {
        EventHead head = new EventHead(id, clock.instant(), EventSubject.NONE.withUser(user));
        return event(new SessionEvent.Ended(head, OptionalInt.of(0), "", 1, 2, 3, "complete"));
    }

    private static Event event(dev.sallyport.audit.event.AuditEvent event) {
        FlatEvent flat = FlatEvent.of(event);
        return Event.newBuilder()
                .setId(flat.id())
                .setTime(Moments.of(flat.time()))
                .setType(flat.type())
                .setCode(flat.code())
                .putAllFields(flat.fields())
                .build();
    }

    private static Event inSession(Event event, String session) {
        return event.toBuilder().putFields("session", session).build();
    }

    private void emit(MachineIdentity node, Event... events) {
        var _ = AuditServiceGrpc.newBlockingStub(cluster.channel(node))
                .emitEvents(EmitEventsRequest.newBuilder()
                        .addAllEvents(List.of(events))
                        .build());
    }

    private List<String> all(boolean oldestFirst) {
        List<String> all = new ArrayList<>();
        String token = "";
        do {
            ListEventsReply page = audit().listEvents(ListEventsRequest.newBuilder()
                    .setPage(Page.newBuilder().setPageSize(4).setPageToken(token))
                    .setType("session.start")
                    .setUser("alice")
                    .setOldestFirst(oldestFirst)
                    .build());
            page.getEventsList().forEach(event -> all.add(event.getId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private List<Event> list(String type) {
        return audit().listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }

    private AuditServiceGrpc.AuditServiceBlockingStub audit() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin());
    }

    private static List<Session> sessions(Channel channel, String user) {
        return RecordingServiceGrpc.newBlockingStub(channel)
                .listSessions(ListSessionsRequest.newBuilder().setUser(user).build())
                .getSessionsList();
    }

    private static Timestamp time(Instant instant) {
        return Moments.of(instant);
    }
}
