package dev.sallyport.cli.login;

import dev.sallyport.cli.terminal.Terminal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where answers to a login's questions come from: flag or file, then environment, then the person.
 *
 * @param passwordFile its first line is the password; {@code -} is standard input
 */
public record Answers(
        Terminal terminal, Map<String, String> environment, Optional<String> passwordFile, Optional<String> otp) {

    private static final int TRIES = 3;

    /** Whose login. */
    public String user(Optional<String> flag) {
        return flag.or(() -> environment("SALLY_USER"))
                .or(() -> terminal.ask("User"))
                .filter(user -> !user.isBlank())
                .orElseThrow(() -> nobodyToAsk("the user", "--user=NAME or SALLY_USER"));
    }

    /** The password that is there. */
    public String password() {
        return givenPassword()
                .or(() -> terminal.askSecret("Password"))
                .orElseThrow(() -> nobodyToAsk("the password", "--password-file=FILE or SALLY_PASSWORD"));
    }

    /** A password for the first time: a person types it twice. */
    String newPassword() {
        return givenPassword().orElseGet(this::typedTwice);
    }

    private String typedTwice() {
        for (int i = 0; i < TRIES; i++) {
            Optional<String> first = terminal.askSecret("New password (12 characters or more)");
            Optional<String> second = terminal.askSecret("Once more");
            if (first.isEmpty() || second.isEmpty()) {
                throw nobodyToAsk("a new password", "--password-file=FILE or SALLY_PASSWORD");
            }
            if (first.equals(second)) {
                return first.get();
            }
            terminal.err().println("The two differ.");
        }
        throw Failure.of(FailureCode.INVALID, "the two passwords differed " + TRIES + " times");
    }

    /** A one-time code that was given beforehand. */
    Optional<String> givenOtp() {
        return otp.or(() -> environment("SALLY_OTP"));
    }

    /** A one-time code. */
    String oneTimeCode() {
        return givenOtp()
                .or(() -> terminal.ask("One-time code"))
                .map(String::strip)
                .orElseThrow(() -> nobodyToAsk("the one-time code", "--otp=CODE or SALLY_OTP"));
    }

    private Optional<String> givenPassword() {
        return passwordFile.map(this::read).or(() -> environment("SALLY_PASSWORD"));
    }

    private String read(String file) {
        try {
            byte[] bytes = file.equals("-") ? terminal.in().readNBytes(4096) : Files.readAllBytes(Path.of(file));
            return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.NOT_FOUND, "cannot read the password file " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static Failure nobodyToAsk(String what, String how) {
        return Failure.of(FailureCode.INVALID, "there is no terminal to ask for " + what + ". Next: " + how);
    }

    @Override
    public String toString() {
        return "Answers[***]";
    }
}
