package dev.sallyport.cli.openssh;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What OpenSSH needs of a login.
 *
 * @param cluster name; the hosts' suffix
 * @param profile folder, absolute
 * @param jump the proxies' SSH port, where there is one
 */
public record SshLogin(String cluster, Path profile, Path key, Path certificate, Path knownHosts, Optional<Jump> jump) {

    /**
     * Where plain OpenSSH jumps.
     *
     * @param user whom the proxy knows by the certificate
     */
    public record Jump(String user, String host, int port) {}
}
