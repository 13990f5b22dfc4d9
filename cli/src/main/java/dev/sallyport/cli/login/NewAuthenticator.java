package dev.sallyport.cli.login;

import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Terminal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Hands the secret of a new authenticator app to the person, and gets its first code.
 *
 * @param secretOut where to save the secret instead of showing it; the code is then computed from it
 */
public record NewAuthenticator(Terminal terminal, Optional<Path> secretOut, InstantSource clock) {

    /** @param otpUri {@code otpauth://totp/…} */
    public String code(String otpUri) {
        OtpSecret secret = OtpSecret.ofUri(otpUri);
        if (secretOut.isPresent()) {
            PrivateFile.write(secretOut.get(), (secret.base32() + "\n").getBytes(StandardCharsets.US_ASCII));
            return secret.code(OtpSecret.step(clock.instant().getEpochSecond()));
        }
        PrintStream err = terminal.err();
        err.println("Scan this with an authenticator app, or give it the URI below.");
        err.println();
        err.print(QrText.of(otpUri));
        err.println();
        err.println("    " + Neutral.line(otpUri));
        err.println();
        err.flush();
        return terminal.ask("Code that it shows")
                .map(String::strip)
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID, "there is no terminal to ask for its code. Next: --otp-secret-out=FILE"));
    }
}
