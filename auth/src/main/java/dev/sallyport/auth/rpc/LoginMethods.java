package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AcceptInviteReply;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.OpenInviteReply;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.people.InviteDesk;
import dev.sallyport.auth.people.LoginDesk;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** How people get in. */
public final class LoginMethods extends LoginServiceGrpc.LoginServiceImplBase {

    private final Authority authority;
    private final LoginDesk logins;
    private final InviteDesk invites;
    private final ProxyAddresses addresses;

    public LoginMethods(Authority authority, LoginDesk logins, InviteDesk invites, ProxyAddresses addresses) {
        this.authority = authority;
        this.logins = logins;
        this.invites = invites;
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
            return logins.login(attempt, CallerContext.current().subject()).toBuilder()
                    .setProxyPublicAddress(addresses.publicAddress())
                    .setProxySshAddress(addresses.sshAddress())
                    .build();
        });
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
