package dev.sallyport.benchmarks.relay;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.LoginRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.OpenInviteReply;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import dev.sallyport.testing.dist.Totp;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who may knock: invited, enrolled and logged in by the API. */
final class Person {

    private static final String PASSWORD = "correct horse battery";
    private static final Pattern SECRET = Pattern.compile("secret=([A-Z2-7]+)");

    private Person() {}

    static UserCredentials login(ApiChannel auth) {
        var login = LoginServiceGrpc.newBlockingStub(auth.channel());
        String code = UserServiceGrpc.newBlockingStub(auth.channel())
                .addUser(AddUserRequest.newBuilder()
                        .setName("knocker")
                        .addRoles("access")
                        .build())
                .getCode();
        OpenInviteReply invite =
                login.openInvite(OpenInviteRequest.newBuilder().setCode(code).build());
        Matcher secret = SECRET.matcher(invite.getOtpUri());
        if (!secret.find()) {
            throw new IllegalStateException("no secret in the invite");
        }
        Totp phone = Totp.ofBase32(secret.group(1));
        Instant now = Instant.now();
        login.acceptInvite(AcceptInviteRequest.newBuilder()
                .setCode(code)
                .setPassword(PASSWORD)
                .setOtp(phone.at(now))
                .build());
        SecureRandom random = new SecureRandom();
        // A code works once: the next one, which is accepted already.
        return login.login(LoginRequest.newBuilder()
                .setUser("knocker")
                .setPassword(PASSWORD)
                .setOtp(phone.at(now.plusSeconds(30)))
                .setTlsPublicKey(
                        ByteString.copyFrom(Keys.ecdsaP256(random).getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(Keys.ed25519(random).getPublic(), "bench"))
                .build());
    }
}
