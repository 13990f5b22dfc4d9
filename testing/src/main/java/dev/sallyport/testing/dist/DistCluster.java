package dev.sallyport.testing.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster from the built distribution: one daemon for auth and proxy, one for an agent that listens on nothing,
 * and a person who is logged in. On a private address of 127.0.0.0/8, so that several can run at once.
 */
public final class DistCluster implements AutoCloseable {

    /** Name of the cluster. */
    public static final String NAME = "test.example";

    /** Name of the node. */
    public static final String NODE = "box1";

    private static final String PASSWORD = "correct horse battery";

    private final Path dist;
    private final Path directory;
    private final String address;
    private final List<Daemon> daemons = new ArrayList<>();
    private @Nullable Daemon core;
    private @Nullable Daemon proxy;

    private DistCluster(Path dist, Path directory, String address) {
        this.dist = dist;
        this.directory = directory;
        this.address = address;
    }

    /**
     * Starts auth and proxy; no agent, no person.
     *
     * @param dist {@code target/dist/sallyport}
     */
    public static DistCluster start(Path dist) {
        DistCluster cluster = fresh(dist);
        cluster.startCore();
        return cluster;
    }

    private static DistCluster fresh(Path dist) {
        try {
            long pid = ProcessHandle.current().pid();
            String address =
                    "127.%d.%d.%d".formatted(64 + System.nanoTime() / 1000 % 128, pid / 250 % 250 + 1, pid % 250 + 1);
            return new DistCluster(dist, Files.createTempDirectory("sallyport-cluster-"), address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts auth and a proxy as processes of their own; no agent, no person. */
    public static DistCluster startApart(Path dist) {
        DistCluster cluster = fresh(dist);
        cluster.startAuth();
        cluster.startProxy();
        return cluster;
    }

    /** Auth and proxy, in one process; again after they were killed. */
    public Daemon startCore() {
        Path config = write("core.yaml", """
                version: v1
                cluster:
                  name: %1$s
                data_dir: %2$s/core
                auth:
                  enabled: true
                  listen: %3$s:3025
                proxy:
                  enabled: true
                  listen: %3$s:3080
                  public_addr: %3$s:3080
                  ssh_listen: %3$s:3023
                  ssh_public_addr: %3$s:3023
                diagnostics:
                  listen: %3$s:3081
                """.formatted(NAME, directory, address));
        core = started(Daemon.start(dist, config, directory.resolve("core.log"), address + ":3081"));
        return core;
    }

    /** Auth alone. */
    public Daemon startAuth() {
        Path config = write("auth.yaml", """
                version: v1
                cluster:
                  name: %1$s
                data_dir: %2$s/core
                auth:
                  enabled: true
                  listen: %3$s:3025
                  proxy_public_addr: %3$s:3080
                  proxy_ssh_addr: %3$s:3023
                diagnostics:
                  listen: %3$s:3081
                """.formatted(NAME, directory, address));
        return started(Daemon.start(dist, config, directory.resolve("auth.log"), address + ":3081"));
    }

    /** A proxy alone, which joins auth with a token the first time. */
    public Daemon startProxy() {
        if (!Files.exists(directory.resolve("proxy-token"))) {
            String token = directlyToAuth("tokens", "add", "--type=proxy", "--format=json")
                    .orFail();
            write("proxy-token", field(token, "token"));
            write("pin", field(token, "ca_pin"));
        }
        Path config = write("proxy.yaml", """
                version: v1
                data_dir: %1$s/proxy
                proxy:
                  enabled: true
                  listen: %2$s:3080
                  public_addr: %2$s:3080
                  ssh_listen: %2$s:3023
                  ssh_public_addr: %2$s:3023
                  auth_addr: %2$s:3025
                  token_file: %1$s/proxy-token
                  ca_pins: ["%3$s"]
                diagnostics:
                  listen: %2$s:3083
                """.formatted(directory, address, read("pin")));
        proxy = started(Daemon.start(dist, config, directory.resolve("proxy.log"), address + ":3083"));
        return proxy;
    }

    /** An agent named {@link #NODE} with the label {@code env=test}; joins with a token the first time. */
    public Daemon startAgent() {
        if (!Files.exists(directory.resolve("token"))) {
            write(
                    "token",
                    field(admin("tokens", "add", "--type=node", "--format=json").orFail(), "token"));
            write(
                    "pin",
                    field(admin("tokens", "add", "--type=node", "--format=json").orFail(), "ca_pin"));
        }
        Path config = write("agent.yaml", """
                version: v1
                data_dir: %1$s/agent
                agent:
                  enabled: true
                  proxy: %2$s:3080
                  name: %3$s
                  token_file: %1$s/token
                  ca_pins: ["%4$s"]
                  labels:
                    env: test
                diagnostics:
                  listen: %2$s:3082
                """.formatted(directory, address, NODE, read("pin")));
        return started(Daemon.start(dist, config, directory.resolve("agent.log"), address + ":3082"));
    }

    /** Adds a person with these Unix logins and logs in; afterwards {@link #sally} acts as that person. */
    public void person(String name, String... logins) {
        String link = field(
                admin("users", "add", name, "--roles=access", "--logins=" + String.join(",", logins), "--format=json")
                        .orFail(),
                "link");
        Path password = write("password", PASSWORD);
        Path secret = directory.resolve("otp-secret");
        sally(
                        "login",
                        "--proxy=" + proxy(),
                        "--invite=" + link,
                        "--password-file=" + password,
                        "--otp-secret-out=" + secret,
                        "--no-agent")
                .orFail();
    }

    /** The second factor's code for now, for a further login. */
    public String otp() {
        return Totp.ofBase32(read("otp-secret")).at(Instant.now());
    }

    /** The daemon of auth and proxy that was started last. */
    public Daemon core() {
        return Objects.requireNonNull(core);
    }

    /** The proxy's own daemon that was started last. */
    public Daemon proxyDaemon() {
        return Objects.requireNonNull(proxy);
    }

    public Path directory() {
        return directory;
    }

    /** Where {@code sally} keeps the person's keys. */
    public Path home() {
        return directory.resolve("home");
    }

    /** The loopback address that is this cluster's alone. */
    public String address() {
        return address;
    }

    /** HOST:PORT of the proxy. */
    public String proxy() {
        return address + ":3080";
    }

    /** The pin of the cluster's host CA, once an agent or proxy was started. */
    public String pin() {
        return read("pin");
    }

    /** HOST:PORT of the proxy's SSH port. */
    public String proxySsh() {
        return address + ":3023";
    }

    /** The node's name as plain OpenSSH knows it. */
    public String node() {
        return NODE + "." + NAME;
    }

    /** An OpenSSH configuration ({@code ssh -F}) through {@code sally proxy ssh}, or through ProxyJump. */
    public Path sshConfig(boolean proxyJump) {
        List<String> command = new ArrayList<>(List.of("config"));
        if (proxyJump) {
            command.add("--proxyjump");
        }
        return write(
                proxyJump ? "ssh_jump_config" : "ssh_config",
                sally(command.toArray(String[]::new)).orFail());
    }

    /** Runs {@code sally} as the person. */
    public Ran sally(String... arguments) {
        return run(Map.of("SALLY_HOME", home().toString()), command(arguments));
    }

    /** Runs {@code sally} as the local administrator. */
    public Ran admin(String... arguments) {
        return administrator(proxy(), arguments);
    }

    /** The same without a proxy between: before there is one. */
    private Ran directlyToAuth(String... arguments) {
        return administrator(address + ":3025", arguments);
    }

    private Ran administrator(String server, String... arguments) {
        return run(
                Map.of(
                        "SALLY_HOME", directory.resolve("admin-home").toString(),
                        "SALLY_IDENTITY", directory.resolve("core/admin.pem").toString(),
                        "SALLY_PROXY", server),
                command(arguments));
    }

    private List<String> command(String... arguments) {
        return Stream.concat(Stream.of(dist.resolve("bin/sally").toString()), Stream.of(arguments))
                .toList();
    }

    /** Runs any command with the person's environment, without input, for two minutes at most. */
    public Ran run(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile(directory, "out", "");
            Path err = Files.createTempFile(directory, "err", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SSH_") || name.startsWith("SALLY_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after 120 s: " + command + "\n" + Files.readString(err));
            }
            Ran ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** The value of a text field in a flat JSON object that {@code sally} printed. */
    private static String field(String json, String name) {
        var found = java.util.regex.Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(json);
        return Optional.of(found)
                .filter(java.util.regex.Matcher::find)
                .map(m -> m.group(1))
                .orElseThrow(() -> new AssertionError("no field " + name + " in " + json));
    }

    private Daemon started(Daemon daemon) {
        daemons.add(daemon);
        return daemon;
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Daemon daemon : daemons.reversed()) {
            daemon.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
