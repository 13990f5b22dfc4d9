package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.ListLiveSessionsReply;
import dev.sallyport.api.v1.ListLiveSessionsRequest;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.api.v1.SessionParticipant;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.SignedPresence;
import dev.sallyport.api.v1.TerminateSessionReply;
import dev.sallyport.api.v1.TerminateSessionRequest;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.people.PresenceDesk;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.auth.trail.LiveSessions;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.Verb;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Sessions that run, and being in one together with others. */
public final class SessionMethods extends SessionServiceGrpc.SessionServiceImplBase {

    /** Longer than any certificate lives by which somebody could be in it. */
    private static final Duration ENDED = Duration.ofHours(31);

    private final LiveSessions sessions;
    private final SessionRights rights;
    private final Authorization authorization;
    private final LockBook locks;
    private final PresenceDesk presence;

    public SessionMethods(LiveSessions sessions, Authorization authorization, LockBook locks, PresenceDesk presence) {
        this.sessions = sessions;
        this.rights = new SessionRights(sessions.sessions(), authorization);
        this.authorization = authorization;
        this.locks = locks;
        this.presence = presence;
    }

    @Override
    public void listLiveSessions(ListLiveSessionsRequest request, StreamObserver<ListLiveSessionsReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            Paging page =
                    Paging.of(request.getPage().getPageSize(), request.getPage().getPageToken());
            Paging.Listing<SessionRecord> listing = sessions.list(page);
            ListLiveSessionsReply.Builder reply =
                    ListLiveSessionsReply.newBuilder().setNextPageToken(listing.next());
            for (SessionRecord session : listing.items()) {
                List<String> modes = joinable(caller, session);
                if (!modes.isEmpty() || rights.mayDo(caller, Verb.LIST, session)) {
                    reply.addSessions(message(session, modes)
                            .addAllSecondFactor(modes.stream()
                                    .filter(mode -> takesSecondFactor(caller, session, mode))
                                    .toList()));
                }
            }
            return reply.build();
        });
    }

    private List<String> joinable(Caller.Known caller, SessionRecord session) {
        return Arrays.stream(SessionMode.values())
                .filter(mode -> session.getTerminal() && mayJoin(caller, session, mode))
                .map(SessionMode::text)
                .toList();
    }

    private boolean mayJoin(Caller.Known caller, SessionRecord session, SessionMode mode) {
        return authorization.allows(caller, sessions.resource(session), new Action.Join(mode));
    }

    @Override
    public void provePresence(ProvePresenceRequest request, StreamObserver<SignedPresence> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            if (caller.identity().kind() != Identity.Kind.USER) {
                throw Failure.of(
                        FailureCode.DENIED, "only users have second factors, and so prove that they are there");
            }
            String session =
                    found(Names.id(request.getSessionId(), "session id")).getId();
            return presence.prove(caller.identity().user(), session, CallerContext.device(), caller.subject());
        });
    }

    @Override
    public void terminateSession(TerminateSessionRequest request, StreamObserver<TerminateSessionReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            SessionRecord session = found(Names.id(request.getSessionId(), "session id"));
            requireEnding(caller, session);
            var _ = locks.add(new Lock.Target.Session(session.getId()), ENDED, request.getReason(), caller.subject());
            return TerminateSessionReply.getDefaultInstance();
        });
    }

    private void requireEnding(Caller.Known caller, SessionRecord session) {
        boolean own = caller.identity().kind() == Identity.Kind.USER
                && session.getUser().equals(caller.identity().user());
        if (!own
                && !mayJoin(caller, session, SessionMode.MODERATOR)
                && !authorization.allows(caller, new Resource.AllOf(Kind.LOCK), new Action.Administer(Verb.CREATE))) {
            throw missing(session.getId());
        }
    }

    private SessionRecord found(String session) {
        return sessions.find(session).orElseThrow(() -> missing(session));
    }

    /** The same for one that is not there and for one that the caller has no business with. */
    private static Failure missing(String session) {
        return Failure.of(
                FailureCode.NOT_FOUND,
                "no session " + session + " runs that you may end or be in: 'sally sessions ls --active' shows yours");
    }

    private boolean takesSecondFactor(Caller.Known caller, SessionRecord session, String mode) {
        return authorization.takesSecondFactor(
                caller,
                sessions.resource(session),
                new Action.Join(SessionMode.named(mode).orElseThrow()));
    }

    private static LiveSession.Builder message(SessionRecord session, List<String> modes) {
        LiveSession.Builder message = LiveSession.newBuilder()
                .setSession(SessionMessages.write(session))
                .setWaitsFor(session.getWaitsFor())
                .addAllJoinable(modes);
        session.getParticipantsList()
                .forEach(one -> message.addParticipants(SessionParticipant.newBuilder()
                        .setUser(one.getUser())
                        .setMode(one.getMode())
                        .setSince(Moments.ofMillis(one.getSinceMillis()))));
        return message;
    }
}
