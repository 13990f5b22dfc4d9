package dev.sallyport.testing.dist;

import dev.sallyport.testing.PrivateAddress;
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
    private final Configurations configurations;
    private final Commands commands;
    private final List<Daemon> daemons = new ArrayList<>();
    private String moreOfAuth = "";
    private @Nullable Daemon core;
    private @Nullable Daemon proxy;

    private DistCluster(Path dist, Path directory, String address, String host) {
        this.dist = dist;
        this.directory = directory;
        this.address = address;
        this.configurations = new Configurations(directory, address, host);
        this.commands = new Commands(directory);
    }

    /**
     * Starts auth and proxy; no agent, no person.
     *
     * @param dist {@code target/dist/sallyport}
     */
    public static DistCluster start(Path dist) {
        return start(dist, "");
    }

    /**
     * The same with more to configure.
     *
     * @param auth lines of the section auth, each with two blanks before it
     */
    public static DistCluster start(Path dist, String auth) {
        DistCluster cluster = fresh(dist);
        cluster.moreOfAuth = auth;
        cluster.startCore();
        return cluster;
    }

    /** The same with proxies of this name, which only whoever is told looks up: browsers want one. */
    public static DistCluster startNamed(Path dist, String host) {
        DistCluster cluster = fresh(dist, Optional.of(host));
        cluster.startCore();
        return cluster;
    }

    private static DistCluster fresh(Path dist) {
        return fresh(dist, Optional.empty());
    }

    private static DistCluster fresh(Path dist, Optional<String> host) {
        try {
            // Several run side by side, in this process too: each has an address of its own.
            String address = PrivateAddress.any();
            return new DistCluster(
                    dist, Files.createTempDirectory("sallyport-cluster-"), address, host.orElse(address));
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
        Path config = write("core.yaml", configurations.core(moreOfAuth));
        core = started(Daemon.start(
                dist, config, directory.resolve("core.log"), configurations.diagnostics(Configurations.CORE)));
        return core;
    }

    /** Auth alone. */
    public Daemon startAuth() {
        Path config = write("auth.yaml", configurations.auth());
        core = started(Daemon.start(
                dist, config, directory.resolve("auth.log"), configurations.diagnostics(Configurations.CORE)));
        return core;
    }

    /** A proxy alone, which joins auth with a token the first time. */
    public Daemon startProxy() {
        if (!Files.exists(directory.resolve("proxy-token"))) {
            String token = directlyToAuth("tokens", "add", "--type=proxy", "--format=json")
                    .orFail();
            write("proxy-token", Commands.field(token, "token"));
            write("pin", Commands.field(token, "ca_pin"));
        }
        Path config = write("proxy.yaml", configurations.proxy(read("pin")));
        proxy = started(Daemon.start(
                dist, config, directory.resolve("proxy.log"), configurations.diagnostics(Configurations.PROXY)));
        return proxy;
    }

    /** An agent named {@link #NODE} with the label {@code env=test}; joins with a token the first time. */
    public Daemon startAgent() {
        return startAgent("");
    }

    /** The same with these further lines of YAML in its section. */
    public Daemon startAgent(String more) {
        if (!Files.exists(directory.resolve("token"))) {
            write(
                    "token",
                    Commands.field(
                            admin("tokens", "add", "--type=node", "--format=json")
                                    .orFail(),
                            "token"));
            write(
                    "pin",
                    Commands.field(
                            admin("tokens", "add", "--type=node", "--format=json")
                                    .orFail(),
                            "ca_pin"));
        }
        Path config = write("agent.yaml", configurations.agent(read("pin"), more));
        return started(Daemon.start(
                dist, config, directory.resolve("agent.log"), configurations.diagnostics(Configurations.AGENT)));
    }

    /** Adds a person with these Unix logins and logs in; afterwards {@link #sally} acts as that person. */
    public void person(String name, String... logins) {
        String link = Commands.field(
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

    /** The daemon of auth, with or without the proxy, that was started last. */
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

    /** Runs {@code sally} as somebody else, whose environment says where their keys are. */
    public Ran sally(Map<String, String> environment, String... arguments) {
        return run(environment, command(arguments));
    }

    /** The same, while the test does something else; what it prints goes to a file each. */
    public Process begin(Map<String, String> environment, Path out, Path err, String... arguments) {
        return commands.begin(environment, command(arguments), out, err);
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
        return run(administrator(server), command(arguments));
    }

    /** Whose environment makes {@code sally} act as the local administrator. */
    public Map<String, String> administrator() {
        return administrator(proxy());
    }

    private Map<String, String> administrator(String server) {
        return Map.of(
                "SALLY_HOME", directory.resolve("admin-home").toString(),
                "SALLY_IDENTITY", directory.resolve("core/admin.pem").toString(),
                "SALLY_PROXY", server);
    }

    private List<String> command(String... arguments) {
        return Stream.concat(Stream.of(dist.resolve("bin/sally").toString()), Stream.of(arguments))
                .toList();
    }

    /** Runs any command with the person's environment, without input, for two minutes at most. */
    public Ran run(Map<String, String> environment, List<String> command) {
        return commands.run(environment, command);
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
