package dev.sallyport.cli.command;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.connect.PublicTrust;
import dev.sallyport.cli.document.DocumentReader;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.FactorMode;
import dev.sallyport.cli.factor.FactorTools;
import dev.sallyport.cli.openssh.KeyAgent;
import dev.sallyport.cli.profile.Profiles;
import dev.sallyport.cli.terminal.LocalOffset;
import dev.sallyport.cli.terminal.Terminal;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What commands run in.
 *
 * @param home {@code ~/.sally}
 * @param launcher absolute path of {@code bin/sally}
 * @param random made when it is needed: making it costs time
 * @param factors what answers for second factors
 * @param version of this build
 */
public record Shell(
        Terminal terminal,
        Map<String, String> environment,
        Path home,
        Path launcher,
        InstantSource clock,
        Supplier<SecureRandom> random,
        LocalOffset zone,
        PublicTrust publicTrust,
        FactorTools factors,
        String version) {

    public Shell {
        environment = Map.copyOf(environment);
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    Profiles profiles() {
        return new Profiles(home);
    }

    KeyAgent keyAgent() {
        return new KeyAgent(environment);
    }

    /** What answers for a second factor, as environment variables say. */
    Answering answering(ProxyAddress proxy) {
        FactorMode mode = variable("SALLY_MFA_MODE").map(FactorMode::parse).orElse(FactorMode.AUTO);
        return new Answering(terminal, factors, proxy, mode, variable("SALLY_OTP"));
    }

    /** Prints a result. */
    void print(String text) {
        terminal.out().print(text);
    }

    /**
     * A file's text; {@code -} is standard input.
     *
     * @throws Failure NOT_FOUND where it cannot be read
     */
    String read(Path file) {
        try {
            byte[] bytes = file.toString().equals("-")
                    ? terminal.in().readNBytes(DocumentReader.LONGEST + 1)
                    : Files.readAllBytes(file);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.NOT_FOUND, file + " cannot be read: expected a file, or - for standard input", e);
        }
    }
}
