package dev.sallyport.e2e.ssh;

import dev.sallyport.testing.dist.Daemon;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.dist.Ran;
import dev.sallyport.testing.dist.UnixUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A cluster with one agent and a person who is logged in and may be one Unix user. */
record Way(DistCluster cluster, Daemon agent, UnixUser user, Path knock, Path jump) implements AutoCloseable {

    static Way open(String unixUser) {
        return open(unixUser, DistCluster::start);
    }

    /** The same with auth and proxy in processes of their own. */
    static Way openApart(String unixUser) {
        return open(unixUser, DistCluster::startApart);
    }

    private static Way open(String unixUser, Function<Path, DistCluster> start) {
        UnixUser user = UnixUser.create(unixUser);
        DistCluster cluster = start.apply(Path.of(System.getProperty("sallyport.dist")));
        Daemon agent = cluster.startAgent();
        cluster.person("alice", user.name());
        return new Way(cluster, agent, user, cluster.sshConfig(false), cluster.sshConfig(true));
    }

    /** user@node as OpenSSH knows it. */
    String target() {
        return user.name() + "@" + cluster.node();
    }

    /** Plain OpenSSH through {@code sally proxy ssh}. */
    Ran ssh(String command, String... options) {
        return client("ssh", knock, options, target(), command);
    }

    /** Plain OpenSSH through the proxy's SSH port. */
    Ran sshByJump(String command) {
        return client("ssh", jump, new String[0], target(), command);
    }

    Ran client(String program, Path config, String[] options, String... rest) {
        List<String> line = new ArrayList<>(List.of(program, "-F", config.toString(), "-o", "BatchMode=yes"));
        line.addAll(List.of(options));
        line.addAll(List.of(rest));
        return run(line.toArray(String[]::new));
    }

    Ran run(String... line) {
        return cluster.run(Map.of("SALLY_HOME", cluster.home().toString()), List.of(line));
    }

    @Override
    public void close() {
        try (user) {
            cluster.close();
        }
    }
}
