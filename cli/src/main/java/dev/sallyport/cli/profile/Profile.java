package dev.sallyport.cli.profile;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.cli.openssh.SshLogin;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is logged in where, until when.
 *
 * @param folder with the files of {@link ProfileFiles}
 * @param proxy as it was given at the login: names the profile
 * @param cluster its name
 * @param user who logged in
 * @param roles of the user at the login
 * @param logins Unix users that the certificate names
 * @param notAfter when the certificates end
 * @param sshProxy HOST:PORT of the proxies' SSH port, for ProxyJump
 */
public record Profile(
        Path folder,
        ProxyAddress proxy,
        String cluster,
        String user,
        List<String> roles,
        List<String> logins,
        Instant notAfter,
        Optional<ProxyAddress> sshProxy) {

    private static final String VERSION = "sallyport-profile 1";

    public Profile {
        roles = List.copyOf(roles);
        logins = List.copyOf(logins);
    }

    public boolean expired(Instant now) {
        return !now.isBefore(notAfter);
    }

    /** What OpenSSH needs of it. */
    public SshLogin ssh() {
        ProfileFiles files = new ProfileFiles(folder);
        return new SshLogin(
                cluster, folder, files.sshKey(), files.sshCertificate(), files.knownHosts(), sshProxy.map(this::jump));
    }

    private SshLogin.Jump jump(ProxyAddress address) {
        return new SshLogin.Jump(user, address.host(), address.port());
    }

    /** The file's text: a line for each value. */
    String text() {
        List<String> lines = new ArrayList<>(
                List.of(VERSION, "proxy " + proxy, "cluster " + cluster, "user " + user, "not-after " + notAfter));
        sshProxy.ifPresent(address -> lines.add("ssh-proxy " + address));
        roles.forEach(role -> lines.add("role " + role));
        logins.forEach(login -> lines.add("login " + login));
        if (lines.stream().anyMatch(line -> line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0)) {
            throw Failure.of(FailureCode.INVALID, "the cluster sent a name with a line end in it");
        }
        return String.join("\n", lines) + "\n";
    }

    static Profile parse(Path folder, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(VERSION)) {
            throw damaged(folder);
        }
        try {
            return new Profile(
                    folder,
                    ProxyAddress.parse(one(lines, "proxy", folder)),
                    one(lines, "cluster", folder),
                    one(lines, "user", folder),
                    all(lines, "role"),
                    all(lines, "login"),
                    Instant.parse(one(lines, "not-after", folder)),
                    all(lines, "ssh-proxy").stream().findFirst().map(ProxyAddress::parse));
        } catch (DateTimeParseException e) {
            throw damaged(folder);
        }
    }

    private static String one(List<String> lines, String key, Path folder) {
        return all(lines, key).stream().findFirst().orElseThrow(() -> damaged(folder));
    }

    private static List<String> all(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    private static Failure damaged(Path folder) {
        return Failure.of(
                FailureCode.UNAUTHENTICATED,
                "the login in " + folder + " is damaged. Next: sally login --proxy=HOST:PORT");
    }
}
