package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AcceptInviteReply;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.FinishLoginReply;
import dev.sallyport.api.v1.FinishLoginRequest;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.HeadlessOffer;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.OpenInviteReply;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.StartHeadlessLoginRequest;
import dev.sallyport.api.v1.StartLoginRequest;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.people.Admission;
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
    private final ProxyAddresses addresses;

    public LoginMethods(Authority authority, People people, ProxyAddresses addresses) {
        this.authority = authority;
        this.logins = people.logins();
        this.steps = people.steps();
        this.headless = people.headless();
        this.invites = people.invites();
        this.addresses = addresses;
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
            return complete(logins.login(attempt, CallerContext.current().subject()));
        });
    }

    @Override
    public void startLogin(StartLoginRequest request, StreamObserver<FactorChallenge> observer) {
        Answer.to(observer, () -> {
            EventSubject source = CallerContext.current().subject();
            return request.getPasswordless()
                    ? steps.start(wish(request.getWish()), source)
                    : steps.start(request.getUser(), request.getPassword(), wish(request.getWish()), source);
        });
    }

    @Override
    public void finishLogin(FinishLoginRequest request, StreamObserver<FinishLoginReply> observer) {
        Answer.to(observer, () -> {
            EventSubject source = CallerContext.current().subject();
            Optional<UserCredentials> granted = headless.isWaiting(request.getId())
                    ? headless.finish(request.getId(), source)
                    : steps.finish(
                            request.getId(),
                            request.hasAnswer() ? Optional.of(request.getAnswer()) : Optional.empty(),
                            source);
            return granted.map(credentials -> FinishLoginReply.newBuilder()
                            .setCredentials(complete(credentials))
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
                        wish(request.getWish()),
                        CallerContext.current().subject()));
    }

    private static Admission.Wish wish(LoginWish wish) {
        return new Admission.Wish(
                Keys.tlsPublicKey(wish.getTlsPublicKey().toByteArray()),
                SshKeys.parseKey(wish.getSshPublicKey()),
                Duration.ofSeconds(wish.getTtlSeconds()),
                wish.getRequestIdsList());
    }

    private UserCredentials complete(UserCredentials credentials) {
        return credentials.toBuilder()
                .setProxyPublicAddress(addresses.publicAddress())
                .setProxySshAddress(addresses.sshAddress())
                .build();
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
