package dev.sallyport.server.cli;

import dev.sallyport.server.config.Example;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sallyportd configure}: a commented configuration on standard output. */
@Command(
        name = "configure",
        description = "Print a commented configuration for these roles.",
        mixinStandardHelpOptions = true)
final class ConfigureCommand implements Callable<Integer> {

    private static final Set<String> ROLES = Set.of("auth", "proxy", "agent", "witness");

    @Option(
            names = "--roles",
            split = ",",
            defaultValue = "auth,proxy,agent",
            paramLabel = "ROLE",
            description = "Of auth, proxy, agent, witness, with commas. Without it: ${DEFAULT-VALUE}.")
    private List<String> roles = List.of();

    @Option(names = "--cluster-name", paramLabel = "NAME", description = "Name of the cluster.")
    private @Nullable String clusterName;

    @Option(names = "--data-dir", paramLabel = "DIRECTORY", description = "Where state is kept.")
    private @Nullable String dataDir;

    @Option(names = "--public-addr", paramLabel = "HOST:PORT", description = "How the proxy is reached from outside.")
    private @Nullable String publicAddress;

    @Option(names = "--auth-addr", paramLabel = "HOST:PORT", description = "Where auth is, for a proxy apart from it.")
    private @Nullable String authAddress;

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "Where the proxy is, for an agent apart from it.")
    private @Nullable String proxy;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the agent's host.")
    private @Nullable String name;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Join token; it will stand in the file. Better: --token-file.")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File with the join token.")
    private @Nullable String tokenFile;

    @Option(names = "--ca-pin", paramLabel = "PIN", description = "Pin of the host CA. Can be repeated.")
    private List<String> caPins = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        Set<String> wanted = new LinkedHashSet<>(roles);
        if (!ROLES.containsAll(wanted)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--roles=" + String.join(",", roles) + ": expected some of auth, proxy, agent, witness");
        }
        PrintWriter out = command.commandLine().getOut();
        out.print(Example.of(wanted, values(wanted)));
        out.flush();
        return ExitCode.OK;
    }

    private Map<String, String> values(Set<String> wanted) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("version", "v1");
        put(values, "data_dir", dataDir);
        if (wanted.contains("auth")) {
            put(values, "cluster.name", clusterName == null ? "example.com" : clusterName);
        }
        if (wanted.contains("proxy")) {
            put(values, "proxy.public_addr", publicAddress);
            put(values, "proxy.auth_addr", authAddress);
            if (!wanted.contains("auth")) {
                joining(values, "proxy");
            }
        }
        if (wanted.contains("agent")) {
            put(values, "agent.proxy", proxy);
            put(values, "agent.name", name);
            if (!wanted.contains("proxy")) {
                joining(values, "agent");
            }
        }
        return values;
    }

    private void joining(Map<String, String> values, String role) {
        put(values, role + ".token", token);
        put(values, role + ".token_file", tokenFile);
        if (!caPins.isEmpty()) {
            values.put(
                    role + ".ca_pins",
                    caPins.stream().map(ConfigureCommand::quoted).collect(Collectors.joining(", ", "[", "]")));
        }
    }

    private static void put(Map<String, String> values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, quoted(value));
        }
    }

    /** As YAML that means just this text, whatever is in it. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9/][A-Za-z0-9/._-]*") ? value : "'" + value.replace("'", "''") + "'";
    }
}
