package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.ReadLogRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sees which events, and that it is seen who looked. */
class ReadingTest extends ClusterTest {

    private static List<Event> list(Channel reader, String type) {
        return AuditServiceGrpc.newBlockingStub(reader)
                .listEvents(ListEventsRequest.newBuilder().setType(type).build())
                .getEventsList();
    }

    private void allow(String role, String where) {
        Role.Builder made = Role.newBuilder().setMetadata(Metadata.newBuilder().setName(role));
        made.getSpecBuilder()
                .getAllowBuilder()
                .addRulesBuilder()
                .addResources("event")
                .addVerbs("list")
                .setWhere(where);
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder().setRole(made).build());
    }

    @Test
    void aRoleWithAConditionShowsOnlyWhatItIsFor() {
        // Given
        allow("own-events", "contains(session.participants, user.name)");
        Channel ada = cluster.somebody("ada", "own-events");
        var _ = cluster.somebody("bob", "access");

        // When
        List<Event> seen = list(ada, "user.login");
        Refusal log = Refusal.of(() -> AuditServiceGrpc.newBlockingStub(ada)
                .readLog(ReadLogRequest.newBuilder().setFile("checkpoint").build()));

        // Then
        assertThat(seen)
                .isNotEmpty()
                .allMatch(event -> event.getFieldsMap().getOrDefault("user", "").equals("ada"));
        assertThat(list(cluster.admin(), "user.login"))
                .anyMatch(event -> event.getFieldsMap().getOrDefault("user", "").equals("bob"));
        assertThat(log.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void whoHasNoRuleSeesNothing() {
        // Given
        Channel bob = cluster.somebody("bob", "access");

        // When
        Refusal refused = Refusal.of(() -> list(bob, "user.login"));

        // Then
        assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void readingIsInTheTrailAndReadingOfReadingIsNot() {
        // Given
        Channel eve = cluster.somebody("eve", "auditor");
        List<Event> seen = list(eve, "user.login");

        // When
        List<Event> reads = list(eve, "audit.read");
        List<Event> again = list(eve, "audit.read");

        // Then
        assertThat(seen).isNotEmpty();
        assertThat(reads)
                .singleElement()
                .satisfies(read -> assertThat(read.getFieldsMap())
                        .containsEntry("user", "eve")
                        .containsEntry("query", "kind=user.login")
                        .containsEntry("events", Integer.toString(seen.size())));
        assertThat(again).isEqualTo(reads);
    }

    @Test
    void whoFollowsIsToldWhatComesAndNotOfHisOwnReading() {
        // Given
        Channel eve = cluster.somebody("eve", "auditor");
        AuditServiceGrpc.AuditServiceBlockingStub audit = AuditServiceGrpc.newBlockingStub(eve);
        ListEventsReply first = audit.listEvents(ListEventsRequest.getDefaultInstance());

        // When
        var _ = cluster.somebody("bob", "access");
        ListEventsReply next = audit.listEvents(after(first));
        ListEventsReply rest = audit.listEvents(after(next));
        ListEventsReply none = audit.listEvents(after(rest));

        // Then
        assertThat(next.getEventsList()).anyMatch(event -> event.getType().equals("user.create"));
        assertThat(rest.getEventsList())
                .singleElement()
                .satisfies(event -> assertThat(event.getType()).isEqualTo("audit.read"));
        assertThat(none.getEventsList()).isEmpty();
    }

    private static ListEventsRequest after(ListEventsReply answer) {
        return ListEventsRequest.newBuilder()
                .setPage(Page.newBuilder().setPageToken(answer.getFollowToken()))
                .setOldestFirst(true)
                .build();
    }
}
