package dev.sallyport.auth.lists;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.CreateRequestRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.GetListRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListMember;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.ListServiceGrpc.ListServiceBlockingStub;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PromoteRequestRequest;
import dev.sallyport.api.v1.PutListRequest;
import dev.sallyport.api.v1.PutMemberRequest;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.RemoveListRequest;
import dev.sallyport.api.v1.RemoveMemberRequest;
import dev.sallyport.api.v1.RemoveRoleRequest;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.ReviewListRequest;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster.Somebody;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListTest extends ClusterTest {

    private Somebody alice;
    private ListServiceBlockingStub admin;
    private ListServiceBlockingStub olga;

    @BeforeEach
    void aListOfOlgas() {
        cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1");
        alice = cluster.person("alice", "requester");
        admin = ListServiceGrpc.newBlockingStub(cluster.admin());
        olga = ListServiceGrpc.newBlockingStub(cluster.somebody("olga", "reviewer"));
        list("web", 30, "access");
    }

    @Test
    void whoIsOnAListHasItsRolesWithTheNextLoginUntilTakenOffIt() {
        // Given
        assertThat(nodes(cluster.channel(alice, cluster.login(alice)))).isEmpty();

        // When
        join(olga, "web", member("alice"));
        UserCredentials with = cluster.login(alice);
        Channel before = cluster.channel(alice, with);
        List<String> seen = nodes(before);
        AccessList left = olga.removeMember(RemoveMemberRequest.newBuilder()
                .setList("web")
                .setMember(member("alice"))
                .build());

        // Then
        assertThat(with.getRolesList()).containsExactly("requester", "access");
        assertThat(seen).containsExactly("web-1");
        assertThat(left.getMembersList()).isEmpty();
        assertThat(Refusal.of(() -> nodes(before)).text()).contains("was revoked: log in again");
        assertThat(cluster.login(alice).getRolesList()).containsExactly("requester");
        assertThat(types()).contains("list.put", "list.member.put", "list.member.delete");
    }

    @Test
    void aLoginEndsWithTheMembershipThatItRestsOn() {
        // Given
        join(
                olga,
                "web",
                member("alice").toBuilder().setExpires(in(Duration.ofHours(2))).build());

        // When
        UserCredentials with = cluster.login(alice);

        // Then
        assertThat(with.getNotAfter().getSeconds())
                .isLessThanOrEqualTo(clock.instant().plus(Duration.ofHours(2)).getEpochSecond());
        clock.advance(Duration.ofHours(2));
        assertThat(cluster.login(alice).getRolesList()).containsExactly("requester");
    }

    @Test
    void ownersHearOnceThatAListIsToBeLookedThroughAndAReviewPutsTheDayOff() {
        // Given
        list("soon", 7, "access");
        join(olga, "soon", member("alice"));

        // When
        cluster.look();
        cluster.look();
        long before = admin.getList(GetListRequest.newBuilder().setName("soon").build())
                .getNextReview()
                .getSeconds();
        clock.advance(Duration.ofHours(3));
        AccessList reviewed = olga.reviewList(ReviewListRequest.newBuilder()
                .setName("soon")
                .addRemove("alice")
                .build());

        // Then
        assertThat(types()).containsOnlyOnce("list.review.due").contains("list.review");
        assertThat(reviewed.getMembersList()).isEmpty();
        assertThat(reviewed.getNextReview().getSeconds()).isGreaterThan(before);
    }

    @Test
    void listsOnListsGiveWhatTheyHaveAndMakeNoCircle() {
        // Given
        list("team", 0, "auditor");
        list("all", 0);
        join(admin, "web", ListMember.newBuilder().setList("team").build());
        join(admin, "team", ListMember.newBuilder().setList("all").build());
        join(admin, "all", member("alice"));

        // When
        Refusal circle = Refusal.of(
                () -> join(admin, "all", ListMember.newBuilder().setList("web").build()));
        Refusal itself = Refusal.of(
                () -> join(admin, "all", ListMember.newBuilder().setList("all").build()));
        List<String> roles = cluster.login(alice).getRolesList();

        // Then
        assertThat(circle.code()).isEqualTo(Status.Code.ABORTED);
        assertThat(circle.text()).contains("all would be on itself");
        assertThat(itself.text()).contains("all would be on itself");
        assertThat(roles).containsExactlyInAnyOrder("requester", "auditor", "access");
        assertThat(Refusal.of(() -> remove("all")).text()).contains("is on the list team");
    }

    @Test
    void ownersKeepOthersOnItAndNeverThemselvesAndStrangersSeeNothing() {
        // Given
        ListServiceBlockingStub stranger = ListServiceGrpc.newBlockingStub(cluster.somebody("sam", "access"));

        // When
        Refusal self = Refusal.of(() -> join(olga, "web", member("olga")));
        Refusal nested = Refusal.of(
                () -> join(olga, "web", ListMember.newBuilder().setList("web").build()));
        Refusal foreign = Refusal.of(() -> join(stranger, "web", member("alice")));
        Refusal shape = Refusal.of(() -> olga.putList(PutListRequest.newBuilder()
                .setList(AccessList.newBuilder().setName("web").addRoles("editor"))
                .build()));

        // Then
        assertThat(self.text()).contains("nobody puts themselves on a list");
        assertThat(nested.text()).contains("a list on a list is for administrators");
        assertThat(foreign.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(shape.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(stranger.listLists(Page.getDefaultInstance()).getListsList()).isEmpty();
        assertThat(olga.listLists(Page.getDefaultInstance()).getListsList()).hasSize(1);
    }

    @Test
    void aRequestIsPromotedToAMembershipByAReviewerWhoKeepsTheList() {
        // Given
        var asking = RequestServiceGrpc.newBlockingStub(cluster.channel(alice, cluster.login(alice)));
        AccessRequest request = asking.createRequest(
                CreateRequestRequest.newBuilder().addRoles("access").build());
        var reviewing = RequestServiceGrpc.newBlockingStub(cluster.somebody("rita", "reviewer"));
        list("other", 0, "auditor");
        PromoteRequestRequest.Builder wish =
                PromoteRequestRequest.newBuilder().setId(request.getId()).setExpires(in(Duration.ofDays(30)));
        var owner = RequestServiceGrpc.newBlockingStub(cluster.somebody("otto", "reviewer"));
        var _ = admin.putList(PutListRequest.newBuilder()
                .setList(
                        AccessList.newBuilder().setName("web").addOwners("otto").addRoles("access"))
                .build());

        // When
        Refusal noOwner =
                Refusal.of(() -> reviewing.promoteRequest(wish.setList("web").build()));
        AccessRequest promoted = owner.promoteRequest(wish.setList("web").build());

        // Then
        assertThat(noOwner.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(promoted.getState()).isEqualTo(AccessRequest.State.PROMOTED);
        assertThat(cluster.login(alice).getRolesList()).contains("access");
        assertThat(types()).contains("request.promote", "list.member.put");
        assertThat(Refusal.of(() -> owner.promoteRequest(wish.build())).text()).contains("is promoted");
    }

    @Test
    void aRemovedUserIsOnNoListAnyMoreAndARoleOnAListStays() {
        // Given
        join(olga, "web", member("alice"));

        // When
        Refusal role = Refusal.of(() -> RoleServiceGrpc.newBlockingStub(cluster.admin())
                .removeRole(RemoveRoleRequest.newBuilder().setName("access").build()));
        var _ = UserServiceGrpc.newBlockingStub(cluster.admin())
                .removeUser(RemoveUserRequest.newBuilder().setName("alice").build());
        Somebody other = cluster.person("alice", "requester");

        // Then
        assertThat(role.text()).contains("held by the access list web");
        assertThat(cluster.login(other).getRolesList()).containsExactly("requester");
    }

    private void list(String name, int reviewDays, String... roles) {
        var _ = admin.putList(PutListRequest.newBuilder()
                .setMode(PutMode.PUT_MODE_CREATE)
                .setList(AccessList.newBuilder()
                        .setName(name)
                        .addOwners("olga")
                        .addAllRoles(List.of(roles))
                        .setReviewDays(reviewDays))
                .build());
    }

    private void remove(String name) {
        var _ = admin.removeList(RemoveListRequest.newBuilder().setName(name).build());
    }

    private static void join(ListServiceBlockingStub as, String list, ListMember member) {
        var _ = as.putMember(
                PutMemberRequest.newBuilder().setList(list).setMember(member).build());
    }

    private static ListMember member(String user) {
        return ListMember.newBuilder().setUser(user).build();
    }

    private com.google.protobuf.Timestamp in(Duration time) {
        return com.google.protobuf.Timestamp.newBuilder()
                .setSeconds(clock.instant().plus(time).getEpochSecond())
                .build();
    }

    private List<String> types() {
        return AuditServiceGrpc.newBlockingStub(cluster.admin())
                .listEvents(ListEventsRequest.getDefaultInstance())
                .getEventsList()
                .stream()
                .map(Event::getType)
                .toList();
    }

    private static List<String> nodes(Channel channel) {
        return NodeServiceGrpc.newBlockingStub(channel)
                .listNodes(ListNodesRequest.getDefaultInstance())
                .getNodesList()
                .stream()
                .map(dev.sallyport.api.v1.Node::getName)
                .toList();
    }
}
