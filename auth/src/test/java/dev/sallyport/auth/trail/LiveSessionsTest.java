package dev.sallyport.auth.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Device;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ExplainAccessReply;
import dev.sallyport.api.v1.ExplainAccessRequest;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.JoinCondition;
import dev.sallyport.api.v1.ListDevicesRequest;
import dev.sallyport.api.v1.ListLiveSessionsRequest;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineType;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.SignedPresence;
import dev.sallyport.api.v1.TerminateSessionRequest;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.auth.ClusterTest;
import dev.sallyport.auth.ProvedCall;
import dev.sallyport.auth.Refusal;
import dev.sallyport.auth.TestCluster;
import dev.sallyport.auth.state.Moments;
import io.grpc.Channel;
import io.grpc.Status;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LiveSessionsTest extends ClusterTest {

    private final EventIds ids = new EventIds(clock, new SecureRandom());
    private final String session = ids.next().toString();

    @Test
    void whoIsInWhichSessionIsShownToThoseWhoMayJoinOrListItAndToItsPerson() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        role("watch", List.of("observer", "moderator"));
        Channel alice = cluster.somebody("alice", "access");
        Channel bob = cluster.somebody("bob", "watch");
        Channel eve = cluster.somebody("eve", "access");
        tell(node, started("alice"));

        // When
        tell(node, new SessionEvent.Joined(head("bob"), "moderator", "alice"));
        tell(node, new SessionEvent.Paused(head("alice"), "1 moderator"));

        // Then
        assertThat(live(alice)).singleElement().satisfies(one -> {
            assertThat(one.getSession().getId()).isEqualTo(session);
            assertThat(one.getParticipants(0).getUser()).isEqualTo("bob");
            assertThat(one.getWaitsFor()).isEqualTo("1 moderator");
        });
        assertThat(live(bob))
                .singleElement()
                .satisfies(one -> assertThat(one.getJoinableList()).containsExactly("observer", "moderator"));
        assertThat(live(eve)).isEmpty();
        assertThat(live(cluster.admin())).hasSize(1);
        tell(node, new SessionEvent.Resumed(head("alice")));
        tell(node, new SessionEvent.Left(head("bob"), "moderator", "alice", "left"));
        assertThat(live(alice)).singleElement().satisfies(one -> {
            assertThat(one.getParticipantsList()).isEmpty();
            assertThat(one.getWaitsFor()).isEmpty();
        });
        tell(node, new SessionEvent.Ended(head("alice"), OptionalInt.of(0), "", 1, 2, 3, "complete"));
        assertThat(live(alice)).isEmpty();
        assertThat(live(cluster.admin())).isEmpty();
    }

    @Test
    void oneEndsASessionWhoMayModerateItOrLockAndNobodyElse() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        role("watch", List.of("observer"));
        role("moderate", List.of("moderator"));
        Channel bob = cluster.somebody("bob", "moderate");
        Channel eve = cluster.somebody("eve", "watch");
        tell(node, started("alice"));

        // When
        Refusal refused = Refusal.of(() -> terminate(eve));
        terminate(bob);

        // Then
        assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(LockServiceGrpc.newBlockingStub(cluster.admin())
                        .listLocks(Page.getDefaultInstance())
                        .getLocksList())
                .singleElement()
                .satisfies(lock -> assertThat(lock.getTarget().getSession()).isEqualTo(session));
    }

    @Test
    void whichLineOfARoleLetsSomebodyJoinIsExplained() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        role("watch", List.of("observer"));
        Channel bob = cluster.somebody("bob", "watch");
        tell(node, started("alice"));

        // When
        ExplainAccessReply watching = explain(bob, "join=observer");
        ExplainAccessReply typing = explain(bob, "join=peer");

        // Then
        assertThat(watching.getAllowed()).isTrue();
        assertThat(watching.getFindings(0).getPath()).isEqualTo("allow.join_sessions[0]");
        assertThat(typing.getAllowed()).isFalse();
        assertThat(typing.getFindings(0).getText()).contains("no rule to join as peer");
    }

    @Test
    void whatARoleSaysOfJoiningIsReadWithItsMistakes() {
        // Given
        JoinCondition senseless =
                JoinCondition.newBuilder().addKinds("tape").addModes("owner").build();

        // When
        Refusal refused = Refusal.of(() -> put(
                "bad", RoleConditions.newBuilder().addJoinSessions(senseless).build()));

        // Then
        assertThat(refused.text())
                .contains("spec.allow.join_sessions[0].roles")
                .contains("'tape': expected ssh")
                .contains("'owner': expected observer, peer or moderator");
    }

    @Test
    void aCodeOfThePhoneProvesBeingThereInOneSessionAndOnlyOnce() {
        // Given
        MachineIdentity node = cluster.machine(MachineType.MACHINE_TYPE_NODE, "web1");
        TestCluster.Somebody bob = cluster.person("bob", "access");
        Channel channel = cluster.channel(bob, cluster.login(bob));
        tell(node, started("alice"));
        clock.advance(Duration.ofMinutes(1));
        String code = bob.phone().at(clock.instant());

        // When
        SignedPresence proof = prove(channel, code);

        // Then
        List<PublicKey> keys = ClusterTrust.of(
                        LoginServiceGrpc.newBlockingStub(channel).getTrust(GetTrustRequest.getDefaultInstance()))
                .policyKeys();
        PresenceSeal.Proof said =
                PresenceSeal.read(PresenceSeal.text(proof), keys).orElseThrow();
        assertThat(said).isEqualTo(new PresenceSeal.Proof("bob", session, said.device(), clock.instant()));
        assertThat(FactorServiceGrpc.newBlockingStub(channel)
                        .listDevices(ListDevicesRequest.getDefaultInstance())
                        .getDevicesList())
                .extracting(Device::getId)
                .containsExactly(said.device());
        assertThat(Refusal.of(() -> prove(channel, code)).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(Refusal.of(() -> prove(channel, "000000")).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(Refusal.of(() -> prove(cluster.admin(), "000000")).code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(Refusal.of(() -> SessionServiceGrpc.newBlockingStub(cluster.admin())
                                .provePresence(ProvePresenceRequest.newBuilder()
                                        .setSessionId(session)
                                        .build()))
                        .code())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    private SignedPresence prove(Channel who, String code) {
        ProvePresenceRequest request =
                ProvePresenceRequest.newBuilder().setSessionId(session).build();
        return SessionServiceGrpc.newBlockingStub(
                        ProvedCall.of(who, SessionServiceGrpc.getProvePresenceMethod(), request, code))
                .provePresence(request);
    }

    private static void terminate(Channel who, String session) {
        var _ = SessionServiceGrpc.newBlockingStub(who)
                .terminateSession(TerminateSessionRequest.newBuilder()
                        .setSessionId(session)
                        .setReason("enough")
                        .build());
    }

    private void terminate(Channel who) {
        terminate(who, session);
    }

    private ExplainAccessReply explain(Channel who, String action) {
        return AccessServiceGrpc.newBlockingStub(who)
                .explainAccess(ExplainAccessRequest.newBuilder()
                        .setResource("session/" + session)
                        .setAction(action)
                        .build());
    }

    private static List<LiveSession> live(Channel who) {
        return SessionServiceGrpc.newBlockingStub(who)
                .listLiveSessions(ListLiveSessionsRequest.getDefaultInstance())
                .getSessionsList();
    }

    private void role(String name, List<String> modes) {
        put(
                name,
                RoleConditions.newBuilder()
                        .addJoinSessions(
                                JoinCondition.newBuilder().addRoles("acc*").addAllModes(modes))
                        .build());
    }

    private void put(String name, RoleConditions allow) {
        var _ = RoleServiceGrpc.newBlockingStub(cluster.admin())
                .putRole(PutRoleRequest.newBuilder()
                        .setRole(Role.newBuilder()
                                .setMetadata(Metadata.newBuilder().setName(name))
                                .setSpec(RoleSpec.newBuilder().setAllow(allow)))
                        .build());
    }

    private SessionEvent started(String user) {
        return new SessionEvent.Started(head(user), "shell", "", true, true, "access");
    }

    private EventHead head(String user) {
        return new EventHead(
                ids.next().toString(),
                clock.instant(),
                EventSubject.NONE.withUser(user).withLogin("www").withSession(session));
    }

    private void tell(MachineIdentity node, AuditEvent event) {
        FlatEvent flat = FlatEvent.of(event);
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
}
