package dev.sallyport.auth.rpc;

import com.google.protobuf.MessageLite;
import dev.sallyport.api.v1.AnswerProofReply;
import dev.sallyport.api.v1.AnswerProofRequest;
import dev.sallyport.api.v1.ApproveHeadlessLoginReply;
import dev.sallyport.api.v1.ApproveHeadlessLoginRequest;
import dev.sallyport.api.v1.DeviceOffer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.FinishDeviceReply;
import dev.sallyport.api.v1.FinishDeviceRequest;
import dev.sallyport.api.v1.ListDevicesReply;
import dev.sallyport.api.v1.ListDevicesRequest;
import dev.sallyport.api.v1.ListHeadlessLoginsReply;
import dev.sallyport.api.v1.ListHeadlessLoginsRequest;
import dev.sallyport.api.v1.MakeRecoveryCodesRequest;
import dev.sallyport.api.v1.RecoveryCodes;
import dev.sallyport.api.v1.RemoveDeviceReply;
import dev.sallyport.api.v1.RemoveDeviceRequest;
import dev.sallyport.api.v1.SessionCertificate;
import dev.sallyport.api.v1.SessionCertificateRequest;
import dev.sallyport.api.v1.StartDeviceRequest;
import dev.sallyport.api.v1.StartProofRequest;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.access.FactorPolicy;
import dev.sallyport.auth.access.FactorRules;
import dev.sallyport.auth.access.Rules;
import dev.sallyport.auth.people.DeviceDesk;
import dev.sallyport.auth.people.PassDesk;
import dev.sallyport.auth.people.People;
import dev.sallyport.auth.people.ProofDesk;
import dev.sallyport.auth.requests.RequestScope;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.trail.LiveSessions;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.Verb;
import dev.sallyport.pki.ssh.SshKeys;
import io.grpc.stub.StreamObserver;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** People's second factors, and what they open beyond a login. */
public final class FactorMethods extends FactorServiceGrpc.FactorServiceImplBase {

    private static final int LONGEST_REQUEST = 1 << 20;

    private final People people;
    private final FactorPolicy policy;
    private final Authorization authorization;
    private final RequestScope scope;
    private final LiveSessions sessions;
    private final CallWords words;

    public FactorMethods(
            People people,
            FactorPolicy policy,
            Authorization authorization,
            RequestScope scope,
            LiveSessions sessions,
            Rules rules) {
        this.people = people;
        this.policy = policy;
        this.authorization = authorization;
        this.scope = scope;
        this.sessions = sessions;
        this.words = new CallWords(rules);
    }

    @Override
    public void listDevices(ListDevicesRequest request, StreamObserver<ListDevicesReply> observer) {
        Answer.to(observer, () -> {
            CredentialRecord record = people.devices().of(whose(request.getUser(), Verb.READ));
            return ListDevicesReply.newBuilder()
                    .addAllDevices(record.getDevicesList().stream()
                            .map(DeviceDesk::message)
                            .toList())
                    .setRecoveryCodes(record.getRecoveryCodesCount())
                    .build();
        });
    }

    @Override
    public void startDevice(StartDeviceRequest request, StreamObserver<DeviceOffer> observer) {
        Answer.to(
                observer,
                () -> people.devices()
                        .start(
                                self().identity().user(),
                                request.getKind(),
                                request.getName(),
                                request.getPasswordless()));
    }

    @Override
    public void finishDevice(FinishDeviceRequest request, StreamObserver<FinishDeviceReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known self = self();
            return people.devices()
                    .finish(self.identity().user(), request, self.subject())
                    .map(device ->
                            FinishDeviceReply.newBuilder().setDevice(device).build())
                    .orElseGet(() ->
                            FinishDeviceReply.newBuilder().setPending(true).build());
        });
    }

    @Override
    public void removeDevice(RemoveDeviceRequest request, StreamObserver<RemoveDeviceReply> observer) {
        Answer.to(observer, () -> {
            String user = whose(request.getUser(), Verb.UPDATE);
            return RemoveDeviceReply.newBuilder()
                    .setDevice(people.devices()
                            .remove(
                                    user,
                                    request.getDevice(),
                                    record -> policy.wantsOne(user, record),
                                    CallerContext.current().subject()))
                    .build();
        });
    }

    @Override
    public void makeRecoveryCodes(MakeRecoveryCodesRequest request, StreamObserver<RecoveryCodes> observer) {
        Answer.to(observer, () -> {
            Caller.Known self = self();
            return RecoveryCodes.newBuilder()
                    .addAllCodes(people.devices().recoveryCodes(self.identity().user(), self.subject()))
                    .build();
        });
    }

    @Override
    public void startProof(StartProofRequest request, StreamObserver<FactorChallenge> observer) {
        Answer.to(observer, () -> {
            Caller.Known self = self();
            if (request.getRequest().size() > LONGEST_REQUEST
                    || request.getJson().length() > LONGEST_REQUEST) {
                throw Failure.of(FailureCode.INVALID, "a request of more than " + LONGEST_REQUEST + " bytes");
            }
            MessageLite call = words.request(request.getMethod(), request.getRequest(), request.getJson());
            return people.proofs()
                    .start(new ProofDesk.Call(
                            self.identity().user(),
                            self.key(),
                            request.getMethod(),
                            call,
                            CallWords.summary(request.getMethod(), call),
                            FactorRules.takesRecovery(request.getMethod())));
        });
    }

    @Override
    public void answerProof(AnswerProofRequest request, StreamObserver<AnswerProofReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known self = self();
            boolean proved = people.proofs()
                    .answer(
                            self.identity().user(),
                            self.key(),
                            request.getId(),
                            request.hasAnswer() ? Optional.of(request.getAnswer()) : Optional.empty(),
                            FactorRules::takesRecovery,
                            self.subject());
            return AnswerProofReply.newBuilder().setPending(!proved).build();
        });
    }

    @Override
    public void issueSessionCertificate(
            SessionCertificateRequest request, StreamObserver<SessionCertificate> observer) {
        Answer.to(observer, () -> {
            Caller.Known self = self();
            PassDesk.Asker asker = new PassDesk.Asker(
                    self.identity().provedBy(CallerContext.device()), List.copyOf(self.roles()), self.notAfter());
            PublicKey key = SshKeys.parseKey(request.getSshPublicKey());
            return request.getSessionId().isEmpty()
                    ? people.passes()
                            .issue(asker, scope.named(request.getNode()), request.getLogin(), key, self.subject())
                    : people.passes()
                            .issue(asker, joined(request.getSessionId()), mode(request.getMode()), key, self.subject());
        });
    }

    private Resource.LiveSession joined(String session) {
        return sessions.joinable(Names.id(session, "session id"))
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "no such session runs with a terminal: 'sally sessions ls --active' shows those there are"));
    }

    private static SessionMode mode(String text) {
        return SessionMode.named(text)
                .orElseThrow(() -> Failure.of(FailureCode.INVALID, "the mode: expected observer, peer or moderator"));
    }

    @Override
    public void listHeadlessLogins(
            ListHeadlessLoginsRequest request, StreamObserver<ListHeadlessLoginsReply> observer) {
        Answer.to(
                observer,
                () -> ListHeadlessLoginsReply.newBuilder()
                        .addAllLogins(people.headless().list(self().identity().user()))
                        .build());
    }

    @Override
    public void approveHeadlessLogin(
            ApproveHeadlessLoginRequest request, StreamObserver<ApproveHeadlessLoginReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known self = self();
            return ApproveHeadlessLoginReply.newBuilder()
                    .setLogin(people.headless()
                            .approve(
                                    self.identity().user(),
                                    self.identity()
                                            .provedBy(CallerContext.device())
                                            .devices(),
                                    request.getCode(),
                                    self.subject()))
                    .build();
        });
    }

    /** The caller, or whoever else a rule lets the caller do this with. */
    private String whose(String user, Verb verb) {
        Caller.Known caller = CallerContext.current().known();
        boolean self = caller.identity().kind() == Identity.Kind.USER
                && (user.isEmpty() || user.equals(caller.identity().user()));
        if (self) {
            return caller.identity().user();
        }
        if (!authorization.allows(caller, new Resource.AllOf(Kind.USER), new Action.Administer(verb))) {
            throw Failure.of(
                    FailureCode.DENIED,
                    caller.identity().user() + " may not " + verb.text()
                            + " the devices of others: no role has a rule to " + verb.text() + " users");
        }
        return people.users()
                .find(user)
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, "there is no such user"))
                .name();
    }

    private static Caller.Known self() {
        Caller.Known caller = CallerContext.current().known();
        if (caller.identity().kind() != Identity.Kind.USER) {
            throw Failure.of(FailureCode.DENIED, "only users have second factors");
        }
        return caller;
    }
}
