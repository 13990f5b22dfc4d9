package dev.sallyport.cli.login;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.LoginServiceGrpc.LoginServiceBlockingStub;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.FactorMode;
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
    private final Answering answering;
    private final InstantSource clock;
    private final SecureRandom random;

    /** @param answering what answers for the second factor */
    public LoginFlow(Answers answers, Answering answering, InstantSource clock, SecureRandom random) {
        this.answers = answers;
        this.answering = answering;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What the person wants.
     *
     * @param how in what way
     * @param ttl zero for the cluster's default
     * @param requests ids of approved access requests
     */
    public record Wish(
            Optional<String> user,
            Manner how,
            Optional<String> inviteCode,
            Optional<Path> otpSecretOut,
            Duration ttl,
            List<String> requests) {
        public Wish {
            requests = List.copyOf(requests);
        }
    }

    /** In what way a person logs in. */
    public enum Manner {
        /** A password, and a second factor. */
        PASSWORD,
        /** A resident key that verifies its holder, and nothing else. */
        PASSWORDLESS,
        /** A yes from where the person is logged in. */
        HEADLESS
    }

    /** Accepts the invite, if there is one, and logs in. */
    public NewLogin run(ProxyAddress proxy, ApiChannel channel, Wish wish) {
        LoginServiceBlockingStub auth = LoginServiceGrpc.newBlockingStub(channel.channel());
        LoginKeys keys = LoginKeys.generate(random);
        Optional<Credentials> accepted =
                wish.inviteCode().map(new InviteAcceptance(auth, answers, wish.otpSecretOut(), clock)::accept);
        if (accepted.isPresent()) {
            return new NewLogin(proxy, keys, inOneStep(auth, accepted.get(), keys, wish));
        }
        LoginSteps steps = new LoginSteps(auth, answering, keys, wish);
        UserCredentials credentials = switch (wish.how()) {
            case PASSWORDLESS -> steps.byKeyAlone();
            case HEADLESS -> steps.headless(answers.user(wish.user()));
            case PASSWORD -> byPassword(auth, steps, keys, wish);
        };
        return new NewLogin(proxy, keys, credentials);
    }

    /** A code that is known beforehand goes along with the password. */
    private UserCredentials byPassword(LoginServiceBlockingStub auth, LoginSteps steps, LoginKeys keys, Wish wish) {
        String user = answers.user(wish.user());
        String password = answers.password();
        return answers.givenOtp().isPresent() && answering.mode() != FactorMode.KEY
                ? inOneStep(auth, new Credentials(user, password, answers.oneTimeCode()), keys, wish)
                : steps.byPassword(user, password);
    }

    private static UserCredentials inOneStep(
            LoginServiceBlockingStub auth, Credentials credentials, LoginKeys keys, Wish wish) {
        LoginRequest request = LoginRequest.newBuilder()
                .setUser(credentials.user())
                .setPassword(credentials.password())
                .setOtp(credentials.otp())
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.ssh().getPublic(), ""))
                .setTtlSeconds(wish.ttl().toSeconds())
                .addAllRequestIds(wish.requests())
                .build();
        return GrpcFailures.calling(() -> auth.login(request));
    }
}
