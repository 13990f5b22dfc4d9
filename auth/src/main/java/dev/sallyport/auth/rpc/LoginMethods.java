package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AcceptInviteReply;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.FactorAnswer;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.HeadlessOffer;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.OpenInviteReply;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.StartHeadlessLoginRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.people.ArrivalSteps;
import dev.sallyport.auth.people.HeadlessDesk;
import dev.sallyport.auth.people.InviteDesk;
import dev.sallyport.auth.people.LoginDesk;
import dev.sallyport.auth.people.People;
import dev.sallyport.auth.people.StepDesk;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/** How people get in. */
public final class LoginMethods extends LoginServiceGrpc.LoginServiceImplBase {

    private final Authority authority;
    private final LoginDesk logins;
    private final StepDesk steps;
    private final HeadlessDesk headless;
    private final InviteDesk invites;
    private final ArrivalSteps arrivals;
    private final Completion completion;

    public LoginMethods(Authority authority, People people, Completion completion) {
        this.authority = authority;
        this.logins = people.logins();
        this.steps = people.steps();
        this.headless = people.headless();
        this.invites = people.invites();
        this.arrivals = people.arrivalSteps();
        this.completion = completion;
    }

    @Override
    public void getTrust(GetTrustRequest request, StreamObserver<Trust> observer) {
        Answer.to(observer, authority::trust);
    }

    @Override
    public void login(LoginRequest request, StreamObserver<UserCredentials> observer) {
        Answer.to(observer, () -> {
            LoginDesk.Attempt attempt = new LoginDesk.Attempt(
                    request.getUser(),
                    request.getPassword(),
                    request.getOtp(),
                    Keys.tlsPublicKey(request.getTlsPublicKey().toByteArray()),
                    SshKeys.parseKey(request.getSshPublicKey()),
                    Duration.ofSeconds(request.getTtlSeconds()),
                    request.getRequestIdsList());
            return completion.complete(
                    logins.login(attempt, CallerContext.current().subject()));
        });
    }

    @Override
    public void startLogin(StartLoginRequest request, StreamObserver<FactorChallenge> observer) {
        Answer.to(observer, () -> {
            EventSubject source = CallerContext.current().subject();
            return request.getPasswordless()
                    ? steps.start(Completion.wish(request.getWish()), source)
                    : steps.start(request.getUser(), request.getPassword(), Completion.wish(request.getWish()), source);
        });
    }

    @Override
    public void finishLogin(FinishLoginRequest request, StreamObserver<FinishLoginReply> observer) {
        Answer.to(observer, () -> {
            EventSubject source = CallerContext.current().subject();
            Optional<UserCredentials> granted = ended(request, source);
            return granted.map(credentials -> FinishLoginReply.newBuilder()
                            .setCredentials(completion.complete(credentials))
                            .build())
                    .orElseGet(
                            () -> FinishLoginReply.newBuilder().setPending(true).build());
        });
    }

    @Override
    public void startHeadlessLogin(StartHeadlessLoginRequest request, StreamObserver<HeadlessOffer> observer) {
        Answer.to(
                observer,
                () -> headless.start(
                        request.getUser(),
                        Completion.wish(request.getWish()),
                        CallerContext.current().subject()));
    }

    private Optional<UserCredentials> ended(FinishLoginRequest request, EventSubject source) {
        Optional<FactorAnswer> answer = request.hasAnswer() ? Optional.of(request.getAnswer()) : Optional.empty();
        if (headless.isWaiting(request.getId())) {
            return headless.finish(request.getId(), source);
        }
        return arrivals.isWaiting(request.getId())
                ? arrivals.finish(request.getId(), answer, source)
                : steps.finish(request.getId(), answer, source);
    }

    @Override
    public void openInvite(OpenInviteRequest request, StreamObserver<OpenInviteReply> observer) {
        Answer.to(observer, () -> {
            InviteDesk.Opened opened = invites.open(request.getCode());
            return OpenInviteReply.newBuilder()
                    .setUser(opened.user())
                    .setOtpUri(opened.otpUri())
                    .build();
        });
    }

    @Override
    public void acceptInvite(AcceptInviteRequest request, StreamObserver<AcceptInviteReply> observer) {
        Answer.to(observer, () -> {
            String user = invites.accept(
                    request.getCode(),
                    request.getPassword(),
                    request.getOtp(),
                    CallerContext.current().subject());
            return AcceptInviteReply.newBuilder().setUser(user).build();
        });
    }
}
