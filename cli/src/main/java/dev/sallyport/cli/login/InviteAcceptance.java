package dev.sallyport.cli.login;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AcceptInviteRequest;
import dev.sallyport.api.v1.LoginServiceGrpc.LoginServiceBlockingStub;
import dev.sallyport.api.v1.OpenInviteReply;
import dev.sallyport.api.v1.OpenInviteRequest;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.pki.PrivateFile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Accepts an invite: shows or saves the second factor's secret, sets the password, confirms a code.
 *
 * @param secretOut where to save the secret instead of showing it; codes are then computed from it where none is given
 */
record InviteAcceptance(LoginServiceBlockingStub auth, Answers answers, Optional<Path> secretOut, InstantSource clock) {

    /** What the login that follows needs. The code is a later one: none counts twice. */
    Credentials accept(String code) {
        OpenInviteReply invite = GrpcFailures.calling(() ->
                auth.openInvite(OpenInviteRequest.newBuilder().setCode(code).build()));
        OtpSecret secret = OtpSecret.ofUri(invite.getOtpUri());
        long now = OtpSecret.step(clock.instant().getEpochSecond());
        boolean byScript = secretOut.isPresent() && answers.givenOtp().isEmpty();
        greet(invite, secret);
        String password = answers.newPassword();
        String otp = byScript ? secret.code(now - 1) : answers.oneTimeCode();
        GrpcFailures.calling(() -> auth.acceptInvite(AcceptInviteRequest.newBuilder()
                .setCode(code)
                .setPassword(password)
                .setOtp(otp)
                .build()));
        long then = OtpSecret.step(clock.instant().getEpochSecond());
        long used = secret.stepOf(otp, then).orElse(then - 1);
        return new Credentials(invite.getUser(), password, secret.code(Math.max(used + 1, then)));
    }

    private void greet(OpenInviteReply invite, OtpSecret secret) {
        PrintStream err = answers.terminal().err();
        err.println("Invite for " + Neutral.line(invite.getUser()) + ".");
        secretOut.ifPresent(
                file -> PrivateFile.write(file, (secret.base32() + "\n").getBytes(StandardCharsets.US_ASCII)));
        if (secretOut.isEmpty()) {
            err.println("Scan this with an authenticator app, or give it the URI below.");
            err.println();
            err.print(QrText.of(invite.getOtpUri()));
            err.println();
            err.println("    " + Neutral.line(invite.getOtpUri()));
            err.println();
        }
        err.flush();
    }

    /** What a login proves itself with. */
    record Credentials(String user, String password, String otp) {
        @Override
        public String toString() {
            return "Credentials[user=" + user + ", ***]";
        }
    }
}
