package dev.sallyport.e2e.identity;

import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import dev.sallyport.testing.dist.Totp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A person with a laptop of their own. */
record Somebody(DistCluster cluster, String name) {

    private static final String PASSWORD = "correct horse battery";
    private static final int STEP_SECONDS = 30;

    /** Nobody's yet. */
    static Somebody unknown(DistCluster cluster, String name) {
        return new Somebody(cluster, name);
    }

    /** A local user who accepted the invite and is logged in, with an authenticator app. */
    static Somebody invited(DistCluster cluster, String name, String roles, String logins) {
        Somebody somebody = new Somebody(cluster, name);
        String added = cluster.admin("users", "add", name, "--roles=" + roles, "--logins=" + logins, "--format=json")
                .orFail();
        somebody.write("password", PASSWORD);
        somebody.sally(
                        Map.of(),
                        "login",
                        "--proxy=" + cluster.proxy(),
                        "--invite=" + added.replaceAll("(?s).*\"link\"\\s*:\\s*\"([^\"]+)\".*", "$1"),
                        "--password-file=" + somebody.file("password"),
                        "--otp-secret-out=" + somebody.file("otp"),
                        "--no-agent")
                .orFail();
        return somebody;
    }

    /** What the authenticator app shows in half a minute, which is good already: the login had what it shows now. */
    String nextCode() {
        try {
            return Totp.ofBase32(Files.readString(file("otp")).strip())
                    .at(Instant.now().plusSeconds(STEP_SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Recovery codes, made with the app. */
    List<String> recoveryCodes() {
        return sally(Map.of("SALLY_OTP", nextCode()), "mfa", "recovery")
                .orFail()
                .lines()
                .toList();
    }

    /** Adds a security key that lives in this browser. */
    void add(SoftBrowser browser, String device, String recoveryCode) {
        try (Running adding = begin(Map.of("SALLY_OTP", recoveryCode), "mfa", "add", "--name=" + device)) {
            browser.answer(adding.address());
            adding.end().orFail();
        }
    }

    Ran sally(Map<String, String> environment, String... arguments) {
        return cluster.sally(with(environment), arguments);
    }

    /** Answers for the second factor are given by a browser. */
    Running begin(String... arguments) {
        return begin(Map.of("SALLY_MFA_MODE", "browser"), arguments);
    }

    Running begin(Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(cluster.directory(), name, ".out");
            Path err = Files.createTempFile(cluster.directory(), name, ".err");
            return new Running(cluster.begin(with(environment), out, err, arguments), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String kind) {
        return cluster.directory().resolve(name + "-" + kind);
    }

    Path write(String kind, String text) {
        try {
            return Files.writeString(file(kind), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> with(Map<String, String> further) {
        Map<String, String> environment = new HashMap<>(further);
        environment.put("SALLY_HOME", file("home").toString());
        return environment;
    }
}
