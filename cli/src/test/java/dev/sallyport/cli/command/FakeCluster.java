package dev.sallyport.cli.command;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.v1.AddTokenReply;
import dev.sallyport.api.v1.AddTokenRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.Invite;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ListLiveSessionsReply;
import dev.sallyport.api.v1.ListLiveSessionsRequest;
import dev.sallyport.api.v1.ListNodesReply;
import dev.sallyport.api.v1.ListNodesRequest;
import dev.sallyport.api.v1.ListRolesReply;
import dev.sallyport.api.v1.ListSessionsReply;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.ListUsersReply;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.Node;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.Page;
import dev.sallyport.api.v1.PutRoleRequest;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.RemoveUserReply;
import dev.sallyport.api.v1.RemoveUserRequest;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleRule;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.api.v1.Session;
import dev.sallyport.api.v1.SessionParticipant;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.TerminateSessionReply;
import dev.sallyport.api.v1.TerminateSessionRequest;
import dev.sallyport.api.v1.Token;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the services of a small cluster answer, and what they were asked. */
final class FakeCluster {

    static final Timestamp TIME =
            Timestamp.newBuilder().setSeconds(1_767_225_600).build();

    final List<Object> asked = new CopyOnWriteArrayList<>();
    final List<Node> nodes = new CopyOnWriteArrayList<>();

    BindableService[] services() {
        return new BindableService[] {
            new Nodes(), new Users(), new Roles(), new Tokens(), new Recordings(), new LiveOnes(), new Audit()
        };
    }

    private <T> void answer(Object request, StreamObserver<T> caller, T reply) {
        asked.add(request);
        caller.onNext(reply);
        caller.onCompleted();
    }

    private final class Nodes extends NodeServiceGrpc.NodeServiceImplBase {
        /** One node a page. */
        @Override
        public void listNodes(ListNodesRequest request, StreamObserver<ListNodesReply> caller) {
            String token = request.getPage().getPageToken();
            int at = token.isEmpty() ? 0 : Integer.parseInt(token);
            ListNodesReply.Builder reply = ListNodesReply.newBuilder();
            if (at < nodes.size()) {
                reply.addNodes(nodes.get(at)).setNextPageToken(at + 1 < nodes.size() ? String.valueOf(at + 1) : "");
            }
            answer(request, caller, reply.build());
        }
    }

    private final class Users extends UserServiceGrpc.UserServiceImplBase {
        @Override
        public void addUser(AddUserRequest request, StreamObserver<Invite> caller) {
            answer(
                    request,
                    caller,
                    Invite.newBuilder()
                            .setUser(request.getName())
                            .setCode("c0de")
                            .setLink("https://proxy.example:443/invite/c0de#sha256:" + "0".repeat(64))
                            .setNotAfter(TIME)
                            .build());
        }

        @Override
        public void listUsers(Page request, StreamObserver<ListUsersReply> caller) {
            User alice = User.newBuilder()
                    .setName("alice\u001b[2J")
                    .addRoles("access")
                    .setActive(true)
                    .setCreated(TIME)
                    .build();
            answer(request, caller, ListUsersReply.newBuilder().addUsers(alice).build());
        }

        @Override
        public void removeUser(RemoveUserRequest request, StreamObserver<RemoveUserReply> caller) {
            caller.onError(Status.NOT_FOUND
                    .withDescription("there is no user \u001b]0;x\u0007. Next: sally users ls")
                    .asException());
        }
    }

    private final class Roles extends RoleServiceGrpc.RoleServiceImplBase {
        @Override
        public void putRole(PutRoleRequest request, StreamObserver<Role> caller) {
            answer(request.getRole(), caller, request.getRole());
        }

        @Override
        public void listRoles(Page request, StreamObserver<ListRolesReply> caller) {
            Role role = Role.newBuilder()
                    .setMetadata(Metadata.newBuilder().setName("access"))
                    .setSpec(RoleSpec.newBuilder()
                            .setAllow(RoleConditions.newBuilder().addRules(RoleRule.getDefaultInstance())))
                    .build();
            answer(request, caller, ListRolesReply.newBuilder().addRoles(role).build());
        }
    }

    private final class Tokens extends TokenServiceGrpc.TokenServiceImplBase {
        @Override
        public void addToken(AddTokenRequest request, StreamObserver<AddTokenReply> caller) {
            answer(
                    request,
                    caller,
                    AddTokenReply.newBuilder()
                            .setToken("t0ken")
                            .setInfo(Token.newBuilder()
                                    .setId("1d")
                                    .setType(request.getType())
                                    .setNotAfter(TIME))
                            .addCaPins("sha256:" + "a".repeat(64))
                            .build());
        }
    }

    private final class Recordings extends RecordingServiceGrpc.RecordingServiceImplBase {
        @Override
        public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsReply> caller) {
            Session session = Session.newBuilder()
                    .setId("5e55")
                    .setUser("alice")
                    .setLogin("ubuntu")
                    .setNodeName("box1")
                    .setKind("exec")
                    .setCommand("true \u001b]0;owned\u0007")
                    .setStarted(TIME)
                    .setEnded(TIME.toBuilder().setSeconds(TIME.getSeconds() + 61))
                    .setState(Session.State.COMPLETE)
                    .build();
            answer(
                    request,
                    caller,
                    ListSessionsReply.newBuilder().addSessions(session).build());
        }
    }

    private final class LiveOnes extends SessionServiceGrpc.SessionServiceImplBase {
        @Override
        public void listLiveSessions(ListLiveSessionsRequest request, StreamObserver<ListLiveSessionsReply> caller) {
            Session.Builder session = Session.newBuilder()
                    .setId("5e55")
                    .setUser("alice")
                    .setLogin("ubuntu")
                    .setNodeName("box1")
                    .setKind("shell")
                    .setStarted(TIME);
            answer(
                    request,
                    caller,
                    ListLiveSessionsReply.newBuilder()
                            .addSessions(LiveSession.newBuilder()
                                    .setSession(session)
                                    .setWaitsFor("1 moderator \u001b]0;owned\u0007")
                                    .addJoinable("observer")
                                    .addParticipants(SessionParticipant.newBuilder()
                                            .setUser("bob")
                                            .setMode("observer")
                                            .setSince(TIME)))
                            .build());
        }

        @Override
        public void terminateSession(TerminateSessionRequest request, StreamObserver<TerminateSessionReply> caller) {
            answer(request, caller, TerminateSessionReply.getDefaultInstance());
        }
    }

    private final class Audit extends AuditServiceGrpc.AuditServiceImplBase {
        @Override
        public void listEvents(ListEventsRequest request, StreamObserver<ListEventsReply> caller) {
            Event older = event("1", "user.login", TIME);
            Event newer = event(
                    "2",
                    "session.start",
                    TIME.toBuilder().setSeconds(TIME.getSeconds() + 1).build());
            answer(
                    request,
                    caller,
                    ListEventsReply.newBuilder()
                            .addEvents(newer)
                            .addEvents(older)
                            .build());
        }

        private static Event event(String id, String type, Timestamp time) {
            return Event.newBuilder()
                    .setId(id)
                    .setTime(time)
                    .setType(type)
                    .setCode("X" + id)
                    .putFields("user", "alice\u202e")
                    .build();
        }
    }
}
