package dev.sallyport.cli.command;

import dev.sallyport.cli.knock.Main;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally proxy ssh}: the launcher starts {@link Main} directly; this explains it, and starts it where the launcher did not. */
@Command(
        description = {
            "Connect standard input and output with a node's SSH service: OpenSSH's ProxyCommand.",
            "Exit codes: 68 no such host, 69 the host is away, 74 the proxy cannot be reached, 75 too busy, 77 not logged in."
        })
final class ProxySshCommand implements Runnable {

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "The login at this proxy ($SALLY_PROXY); else the current one.")
    private String proxy = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "The login at this cluster.")
    private String cluster = "";

    @Option(names = "--profile", paramLabel = "DIR", description = "The login in this folder.")
    private String profile = "";

    @Parameters(
            paramLabel = "HOST[:PORT]",
            description = "NAME, NAME.CLUSTER or the node's id; the port does not matter.")
    private String target = "";

    @Override
    public void run() {
        List<String> args = new ArrayList<>();
        add(args, "--proxy=", proxy);
        add(args, "--cluster=", cluster);
        add(args, "--profile=", profile);
        args.add(target);
        Main.main(args.toArray(String[]::new));
    }

    private static void add(List<String> args, String name, String value) {
        if (!value.isEmpty()) {
            args.add(name + value);
        }
    }
}
