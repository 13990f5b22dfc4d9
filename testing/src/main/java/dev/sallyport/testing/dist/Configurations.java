package dev.sallyport.testing.dist;

import java.nio.file.Path;

/**
 * The configurations of a cluster's daemons, each role in any mix.
 *
 * @param directory of the cluster; relative names below it are what {@link DistCluster} writes there
 * @param address the loopback address that is the cluster's alone
 * @param host what the proxies are called outside: the address, or a name for it
 */
record Configurations(Path directory, String address, String host) {

    /** Port of the diagnostics of auth, of a proxy apart, of an agent. */
    static final int CORE = 3081;

    static final int AGENT = 3082;
    static final int PROXY = 3083;

    /** HOST:PORT of one of these. */
    String diagnostics(int port) {
        return address + ":" + port;
    }

    /**
     * Auth and proxy, in one process.
     *
     * @param more lines of the section auth
     */
    String core(String more) {
        return """
                version: v1
                cluster:
                  name: %1$s
                data_dir: %2$s/core
                auth:
                  enabled: true
                  listen: %3$s:3025
                %5$sproxy:
                  enabled: true
                  listen: %3$s:3080
                  public_addr: %4$s:3080
                  ssh_listen: %3$s:3023
                  ssh_public_addr: %3$s:3023
                diagnostics:
                  listen: %3$s:3081
                """.formatted(DistCluster.NAME, directory, address, host, more);
    }

    /** Auth alone. */
    String auth() {
        return """
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
                """.formatted(DistCluster.NAME, directory, address);
    }

    /** A proxy alone, which joins auth. */
    String proxy(String pin) {
        return """
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
                """.formatted(directory, address, pin);
    }

    /** An agent with the label {@code env=test}, and what else its section is to have. */
    String agent(String pin, String more) {
        return """
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
                %5$s
                diagnostics:
                  listen: %2$s:3082
                """.formatted(
                directory, address, DistCluster.NODE, pin, more.indent(2).stripTrailing());
    }
}
