package dev.sallyport.auth.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.GetUserRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListUsersReply;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.PutUserRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc.UserServiceBlockingStub;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster.Somebody;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserChangesTest extends ClusterTest {

    private UserServiceBlockingStub admin;

    @BeforeEach
    void anAdministrator() {
        admin = UserServiceGrpc.newBlockingStub(cluster.admin());
    }

    @Test
    void aUserIsStoredAsADocumentSays() {
        // Given
        User wanted = user("bob", "access").toBuilder()
                .putTraits("team", StringList.newBuilder().addValues("web").build())
                .build();

        // When
        User stored = put(wanted, PutMode.PUT_MODE_CREATE);

        // Then
        assertThat(stored.getActive()).isFalse();
        assertThat(stored.getRevision()).isPositive();
        assertThat(admin.getUser(GetUserRequest.newBuilder().setName("bob").build()))
                .isEqualTo(stored);
        assertThat(Refusal.of(() -> put(wanted, PutMode.PUT_MODE_CREATE)).code())
                .isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void aDryRunChecksEverythingAndStoresNothing() {
        // When
        User would = admin.putUser(PutUserRequest.newBuilder()
                .setUser(user("bob", "access"))
                .setDryRun(true)
                .build());
        Refusal unknown = Refusal.of(() -> admin.putUser(PutUserRequest.newBuilder()
                .setUser(user("bob", "no-such-role"))
                .setDryRun(true)
                .build()));

        // Then
        assertThat(would.getRolesList()).containsExactly("access");
        assertThat(unknown.text()).contains("there is no role 'no-such-role'");
        assertThat(names("")).doesNotContain("bob");
    }

    @Test
    void whoeverLosesARoleIsLoggedOutAndWhoeverOnlyGainsOneIsNot() {
        // Given
        Somebody alice = cluster.person("alice", "access", "auditor");
        Channel gained = cluster.channel(alice, cluster.login(alice));

        // When
        User before = admin.getUser(GetUserRequest.newBuilder().setName("alice").build());
        User more = put(before.toBuilder().addRoles("requester").build(), PutMode.PUT_MODE_UPDATE);
        var stays = RequestServiceGrpc.newBlockingStub(gained).listRequests(Page.getDefaultInstance());
        clock.advance(java.time.Duration.ofSeconds(2));
        User less = put(more.toBuilder().clearRoles().addRoles("access").build(), PutMode.PUT_MODE_UPDATE);

        // Then
        assertThat(stays.getRequestsList()).isEmpty();
        assertThat(more.getRolesList()).hasSize(3);
        assertThat(less.getActive()).isTrue();
        assertThat(Refusal.of(() -> RequestServiceGrpc.newBlockingStub(gained).listRequests(Page.getDefaultInstance()))
                        .text())
                .contains("was revoked: log in again");
        assertThat(cluster.login(alice).getRolesList()).containsExactly("access");
        assertThat(types()).contains("user.update");
    }

    @Test
    void aStaleWriteIsRefused() {
        // Given
        User first = put(user("bob", "access"), PutMode.PUT_MODE_CREATE);
        User second = put(user("bob", "auditor"), PutMode.PUT_MODE_UPDATE);

        // When
        Refusal stale =
                Refusal.of(() -> put(first.toBuilder().addRoles("requester").build(), PutMode.PUT_MODE_UPDATE));

        // Then
        assertThat(stale.code()).isEqualTo(Status.Code.ABORTED);
        assertThat(stale.text()).contains("changed to revision " + second.getRevision());
    }

    @Test
    void onlyThoseWithARuleChangePeople() {
        // Given
        Channel alice = cluster.somebody("alice", "access");

        // When
        Refusal refusal = Refusal.of(() -> UserServiceGrpc.newBlockingStub(alice)
                .putUser(PutUserRequest.newBuilder()
                        .setUser(user("alice", "access", "editor"))
                        .build()));

        // Then
        assertThat(refusal.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aFilterIsAppliedWhereTheThingsAre() {
        // Given
        for (int i = 0; i < 5; i++) {
            put(user("dev" + i, i % 2 == 0 ? "access" : "auditor"), PutMode.PUT_MODE_CREATE);
        }

        // When
        List<String> auditors = names("contains(roles, \"auditor\")");
        ListUsersReply first = admin.listUsers(Page.newBuilder()
                .setPageSize(2)
                .setFilter("contains(roles, \"access\")")
                .build());
        ListUsersReply second = admin.listUsers(Page.newBuilder()
                .setPageSize(2)
                .setFilter("contains(roles, \"access\")")
                .setPageToken(first.getNextPageToken())
                .build());

        // Then
        assertThat(auditors).containsExactly("dev1", "dev3");
        assertThat(first.getUsersList()).extracting(User::getName).containsExactly("dev0", "dev2");
        assertThat(second.getUsersList()).extracting(User::getName).containsExactly("dev4");
        assertThat(second.getNextPageToken()).isEmpty();
        assertThat(Refusal.of(() -> names("rolse == \"x\"")).text()).contains("filter, character 1");
    }

    private List<String> names(String filter) {
        return admin.listUsers(Page.newBuilder().setFilter(filter).build()).getUsersList().stream()
                .map(User::getName)
                .toList();
    }

    private User put(User user, PutMode mode) {
        return admin.putUser(
                PutUserRequest.newBuilder().setUser(user).setMode(mode).build());
    }

    private static User user(String name, String... roles) {
        return User.newBuilder().setName(name).addAllRoles(List.of(roles)).build();
    }

    private List<String> types() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.getDefaultInstance())
                .getEventsList()
                .stream()
                .map(Event::getType)
                .toList();
    }
}
