package dev.sallyport.auth.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.AccessRequest.State;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.AutoApproval;
import dev.sallyport.api.v1.CreateRequestRequest;
import dev.sallyport.api.v1.DropRequestRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.GetPolicyRequest;
import dev.sallyport.api.v1.GetRequestRequest;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RequestCondition;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.RequestServiceGrpc.RequestServiceBlockingStub;
import dev.sallyport.api.v1.RequestThreshold;
import dev.sallyport.api.v1.ReviewCondition;
import dev.sallyport.api.v1.ReviewRequestRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.SuggestRequestRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster.Somebody;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestTest extends ClusterTest {

    private Somebody alice;
    private Channel alices;
    private RequestServiceBlockingStub asking;

    @BeforeEach
    void alice() {
        alice = cluster.person("alice", "requester");
        alices = cluster.channel(alice, cluster.login(alice));
        asking = RequestServiceGrpc.newBlockingStub(alices);
    }

    @Test
    void anApprovedRequestBecomesPartOfTheNextLoginAndEndsWithIt() {
        // Given
        cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1");
        RequestServiceBlockingStub bob = reviewer("bob");
        AccessRequest request = ask(CreateRequestRequest.newBuilder().setDurationSeconds(7200));
        assertThat(nodes(alices)).isEmpty();

        // When
        AccessRequest approved = review(bob, request, true);
        UserCredentials credentials = login(request.getId());

        // Then
        assertThat(approved.getState()).isEqualTo(State.APPROVED);
        assertThat(credentials.getRolesList()).containsExactly("requester", "access");
        assertThat(credentials.getLoginsList()).containsExactly("alice");
        assertThat(credentials.getNotAfter().getSeconds())
                .isEqualTo(approved.getEnd().getSeconds());
        assertThat(nodes(cluster.channel(alice, credentials))).containsExactly("web-1");
        assertThat(types()).contains("request.create", "request.review", "request.approve", "request.use");
        clock.advance(Duration.ofHours(2));
        assertThat(Refusal.of(() -> login(request.getId())).text()).contains("its time is over");
        cluster.look();
        assertThat(types()).contains("request.expire");
    }

    @Test
    void aRequestForOneNodeOpensThatNodeAlone() {
        // Given
        cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1");
        cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-2");
        AccessRequest request = asking.createRequest(
                CreateRequestRequest.newBuilder().addNodes("web-2").build());

        // When
        review(reviewer("bob"), request, true);

        // Then
        assertThat(request.getRolesList()).containsExactly("access");
        assertThat(nodes(cluster.channel(alice, login(request.getId())))).containsExactly("web-2");
    }

    @Test
    void whatWasDroppedOrLockedIsUselessAtOnce() throws Exception {
        // Given
        var node = NodeServiceGrpc.newBlockingStub(
                cluster.channel(cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1")));
        RequestServiceBlockingStub bob = reviewer("bob");
        AccessRequest one = ask(CreateRequestRequest.newBuilder());
        AccessRequest other = ask(CreateRequestRequest.newBuilder());
        review(bob, one, true);
        review(bob, other, true);
        Channel withOne = cluster.channel(alice, login(one.getId()));
        Channel withOther = cluster.channel(alice, login(other.getId()));

        // When
        var _ = asking.dropRequest(
                DropRequestRequest.newBuilder().setId(one.getId()).build());
        var _ = LockServiceGrpc.newBlockingStub(cluster.admin())
                .addLock(AddLockRequest.newBuilder()
                        .setTarget(LockTarget.newBuilder().setRequest(other.getId()))
                        .build());

        // Then
        assertThat(Refusal.of(() -> nodes(withOne)).text()).contains("is locked or was dropped");
        assertThat(Refusal.of(() -> nodes(withOther)).text()).contains("is locked or was dropped");
        assertThat(Refusal.of(() -> login(one.getId())).text()).contains("is dropped");
        assertThat(PolicyImage.parseFrom(node.getPolicy(GetPolicyRequest.getDefaultInstance())
                                .getImage())
                        .getLocksList())
                .extracting(lock -> lock.getTarget().getRequest())
                .containsExactlyInAnyOrder(one.getId(), other.getId());
        assertThat(nodes(alices)).isEmpty();
    }

    @Test
    void nobodyReviewsTheirOwnAlsoNotBySecondAccountWithTheSameKey() {
        // Given
        Somebody both = cluster.person("carol", "requester", "reviewer");
        RequestServiceBlockingStub carol =
                RequestServiceGrpc.newBlockingStub(cluster.channel(both, cluster.login(both)));
        AccessRequest own = carol.createRequest(
                CreateRequestRequest.newBuilder().addRoles("access").build());
        Somebody second = cluster.person("carol2", "reviewer");
        Somebody sameKeys = new Somebody(second.name(), second.phone(), both.tls(), second.ssh());
        RequestServiceBlockingStub carol2 =
                RequestServiceGrpc.newBlockingStub(cluster.channel(sameKeys, cluster.login(sameKeys)));

        // When
        Refusal byName = Refusal.of(() -> review(carol, own, true));
        Refusal byKey = Refusal.of(() -> review(carol2, own, true));

        // Then
        assertThat(byName.text()).contains("nobody reviews a request of their own");
        assertThat(byKey.text()).contains("carol2 shares a key or a second factor with the author");
        assertThat(carol.getRequest(GetRequestRequest.newBuilder()
                                .setId(own.getId())
                                .build())
                        .getState())
                .isEqualTo(State.PENDING);
    }

    @Test
    void thresholdsAreMetByDifferentPeopleAndADenialDecides() {
        // Given
        put(
                "two",
                RoleConditions.newBuilder()
                        .setRequest(RequestCondition.newBuilder()
                                .addRoles("access")
                                .setMaxDuration("2h")
                                .setReason("required")
                                .addThresholds(RequestThreshold.newBuilder()
                                        .setApprove(2)
                                        .setDeny(1))));
        RequestServiceBlockingStub dan = RequestServiceGrpc.newBlockingStub(cluster.somebody("dan", "two"));
        RequestServiceBlockingStub bob = reviewer("bob");
        RequestServiceBlockingStub eve = reviewer("eve");
        CreateRequestRequest.Builder wish = CreateRequestRequest.newBuilder().addRoles("access");

        // When
        Refusal noReason = Refusal.of(() -> dan.createRequest(wish.build()));
        Refusal tooLong = Refusal.of(() ->
                dan.createRequest(wish.setReason("t").setDurationSeconds(7201).build()));
        AccessRequest first = dan.createRequest(wish.setDurationSeconds(0).build());
        AccessRequest second = dan.createRequest(wish.build());

        // Then
        assertThat(noReason.text()).contains("ask for a reason");
        assertThat(tooLong.text()).contains("expected 1m to 2h");
        assertThat(review(bob, first, true).getState()).isEqualTo(State.PENDING);
        assertThat(review(bob, first, true).getState()).isEqualTo(State.PENDING);
        assertThat(review(eve, first, true).getState()).isEqualTo(State.APPROVED);
        assertThat(review(bob, second, true).getState()).isEqualTo(State.PENDING);
        assertThat(review(eve, second, false).getState()).isEqualTo(State.DENIED);
        assertThat(Refusal.of(() -> review(bob, second, true)).code()).isEqualTo(Status.Code.ABORTED);
        assertThat(types()).contains("request.deny");
    }

    @Test
    void aRuleApprovesAtOnceAndOnlyWhatItSays() {
        // Given
        put(
                "oncall",
                RoleConditions.newBuilder()
                        .setRequest(RequestCondition.newBuilder()
                                .addRoles("access")
                                .setAutoApprove(AutoApproval.newBuilder().setWhere("request.reason == \"incident\""))));
        RequestServiceBlockingStub dan = RequestServiceGrpc.newBlockingStub(cluster.somebody("dan", "oncall"));
        CreateRequestRequest.Builder wish = CreateRequestRequest.newBuilder().addRoles("access");

        // When
        AccessRequest incident = dan.createRequest(wish.setReason("incident").build());
        AccessRequest other = dan.createRequest(wish.setReason("curious").build());

        // Then
        assertThat(incident.getState()).isEqualTo(State.APPROVED);
        assertThat(other.getState()).isEqualTo(State.PENDING);
    }

    @Test
    void whoMayNotAskOrReviewOrSeeIsRefused() {
        // Given
        AccessRequest request = ask(CreateRequestRequest.newBuilder());
        RequestServiceBlockingStub stranger = RequestServiceGrpc.newBlockingStub(cluster.somebody("sam", "access"));

        // When
        Refusal role = Refusal.of(() -> asking.createRequest(
                CreateRequestRequest.newBuilder().addRoles("editor").build()));

        // Then
        assertThat(role.text()).contains("alice may not ask for the role editor");
        assertThat(Refusal.of(() -> review(stranger, request, true)).code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Refusal.of(() -> stranger.dropRequest(DropRequestRequest.newBuilder()
                                .setId(request.getId())
                                .build()))
                        .code())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(stranger.listRequests(Page.getDefaultInstance()).getRequestsList())
                .isEmpty();
        assertThat(asking.listRequests(Page.getDefaultInstance()).getRequestsList())
                .extracting(AccessRequest::getId)
                .containsExactly(request.getId());
    }

    @Test
    void nobodyLogsInWithWhatIsNotApprovedNotBegunOrSomebodyElses() {
        // Given
        RequestServiceBlockingStub bob = reviewer("bob");
        AccessRequest pending = ask(CreateRequestRequest.newBuilder());
        AccessRequest later = ask(CreateRequestRequest.newBuilder()
                .setStart(com.google.protobuf.Timestamp.newBuilder()
                        .setSeconds(clock.instant().plus(Duration.ofHours(3)).getEpochSecond())));
        review(bob, later, true);
        Somebody zoe = cluster.person("zoe", "requester");

        // Then
        assertThat(Refusal.of(() -> login(pending.getId())).text()).contains("waits for a decision");
        assertThat(Refusal.of(() -> login(later.getId())).text()).contains("begins at");
        assertThat(Refusal.of(() -> LoginServiceGrpc.newBlockingStub(cluster.nobody())
                                .login(cluster.loginRequest(zoe)
                                        .addRequestIds(later.getId())
                                        .build()))
                        .code())
                .isEqualTo(Status.Code.NOT_FOUND);
        clock.advance(Duration.ofHours(3));
        assertThat(login(later.getId()).getRolesList()).contains("access");
    }

    @Test
    void whoIsDeniedHearsWhatToAskFor() {
        // Given
        cluster.machine(MachineType.MACHINE_TYPE_NODE, "web-1");
        SuggestRequestRequest.Builder wish =
                SuggestRequestRequest.newBuilder().setNode("web-1").setLogin("alice");

        // When
        var reply = asking.suggestRequest(wish.build());

        // Then
        assertThat(reply.getRolesList()).containsExactly("access");
        assertThat(asking.suggestRequest(wish.setLogin("root").build()).getRolesList())
                .isEmpty();
    }

    @Test
    void whatARequestGaveOpensNoFurtherRequests() {
        // Given
        put(
                "climber",
                RoleConditions.newBuilder()
                        .setRequest(RequestCondition.newBuilder().addRoles("*"))
                        .setReviewRequests(ReviewCondition.newBuilder().addRoles("*")));
        put(
                "first",
                RoleConditions.newBuilder()
                        .setRequest(RequestCondition.newBuilder()
                                .addRoles("climber")
                                .setAutoApprove(AutoApproval.getDefaultInstance())));
        Somebody max = cluster.person("max", "first");
        AccessRequest step = RequestServiceGrpc.newBlockingStub(cluster.channel(max, cluster.login(max)))
                .createRequest(
                        CreateRequestRequest.newBuilder().addRoles("climber").build());
        UserCredentials climbed = LoginServiceGrpc.newBlockingStub(cluster.nobody())
                .login(cluster.loginRequest(max).addRequestIds(step.getId()).build());
        clock.advance(Duration.ofSeconds(30));
        RequestServiceBlockingStub climbing = RequestServiceGrpc.newBlockingStub(cluster.channel(max, climbed));

        // When
        Refusal refusal = Refusal.of(() -> climbing.createRequest(
                CreateRequestRequest.newBuilder().addRoles("editor").build()));

        // Then
        assertThat(refusal.text()).contains("max may not ask for the role editor");
    }

    private AccessRequest ask(CreateRequestRequest.Builder wish) {
        return asking.createRequest(wish.addRoles("access").build());
    }

    private RequestServiceBlockingStub reviewer(String name) {
        return RequestServiceGrpc.newBlockingStub(cluster.somebody(name, "reviewer"));
    }

    private static AccessRequest review(RequestServiceBlockingStub reviewer, AccessRequest request, boolean approve) {
        return reviewer.reviewRequest(ReviewRequestRequest.newBuilder()
                .setId(request.getId())
                .setApprove(approve)
                .build());
    }

    private UserCredentials login(String request) {
        UserCredentials credentials = LoginServiceGrpc.newBlockingStub(cluster.nobody())
                .login(cluster.loginRequest(alice).addRequestIds(request).build());
        clock.advance(Duration.ofSeconds(30));
        return credentials;
    }

    private void put(String name, RoleConditions.Builder allow) {
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName(name))
                                .setSpec(RoleSpec.newBuilder().setAllow(allow)))
                        .build());
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
                .map(Node::getName)
                .toList();
    }
}
