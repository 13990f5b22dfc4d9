package dev.sallyport.cli.login;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.LoginServiceGrpc.LoginServiceBlockingStub;
import dev.sallyport.cli.login.InviteAcceptance.Credentials;
import dev.sallyport.cli.profile.LoginKeys;
import dev.sallyport.cli.profile.NewLogin;
import dev.sallyport.pki.ssh.SshKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** From answers to certificates, over a channel that is verified already. */
public final class LoginFlow {

    private final Answers answers;
    private final InstantSource clock;
    private final SecureRandom random;

    public LoginFlow(Answers answers, InstantSource clock, SecureRandom random) {
        this.answers = answers;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What the person wants.
     *
     * @param ttl zero for the cluster's default
     * @param requests ids of approved access requests
     */
    public record Wish(
            Optional<String> user,
            Optional<String> inviteCode,
            Optional<Path> otpSecretOut,
            Duration ttl,
            List<String> requests) {
        public Wish {
            requests = List.copyOf(requests);
        }
    }

    /** Accepts the invite, if there is one, and logs in. */
    public NewLogin run(ProxyAddress proxy, ApiChannel channel, Wish wish) {
        LoginServiceBlockingStub auth = LoginServiceGrpc.newBlockingStub(channel.channel());
        Credentials credentials = wish.inviteCode()
                .map(new InviteAcceptance(auth, answers, wish.otpSecretOut(), clock)::accept)
                .orElseGet(() -> typed(wish));
        LoginKeys keys = LoginKeys.generate(random);
        LoginRequest request = LoginRequest.newBuilder()
                .setUser(credentials.user())
                .setPassword(credentials.password())
                .setOtp(credentials.otp())
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.ssh().getPublic(), ""))
                .setTtlSeconds(wish.ttl().toSeconds())
                .addAllRequestIds(wish.requests())
                .build();
        return new NewLogin(proxy, keys, GrpcFailures.calling(() -> auth.login(request)));
    }

    private Credentials typed(Wish wish) {
        String user = answers.user(wish.user());
        return new Credentials(user, answers.password(), answers.oneTimeCode());
    }
}
