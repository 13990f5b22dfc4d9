package dev.sallyport.cli.openssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenSSH configurations with which plain ssh, scp, sftp, rsync, git and Ansible reach a cluster's hosts.
 *
 * <p>Hosts are called {@code name.CLUSTER}, which is a principal of their certificates as well as the short name and the id are. Therefore no
 * HostKeyAlias is needed: whatever the person typed is what the certificate must say. Key exchange is left to OpenSSH.
 */
public final class SshConfig {

    private SshConfig() {}

    /** What {@code sally config} prints: hosts of the cluster, and those that match further patterns, by {@code sally proxy ssh}. */
    public static String byKnock(SshLogin login, Path sally, List<String> patterns) {
        StringBuilder text = new StringBuilder();
        text.append("Host ").append(hosts(login, patterns)).append('\n');
        appendKnock(text, login, sally);
        return text.toString();
    }

    /** The same through the proxies' SSH port: for machines without {@code sally}, whose files must then be carried there. */
    public static String byJump(SshLogin login, List<String> patterns) {
        SshLogin.Jump jump = login.jump()
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "the proxies of " + login.cluster()
                                + " have no SSH port to jump through. Next: sally config, or ask"
                                + " an administrator for proxy.ssh_listen"));
        String alias = "sallyport-proxy-" + Quoted.name(login.cluster());
        StringBuilder text = new StringBuilder();
        text.append("Host ").append(alias).append('\n');
        line(text, "HostName", Quoted.name(jump.host()));
        line(text, "Port", String.valueOf(jump.port()));
        line(text, "User", Quoted.word(jump.user()));
        appendIdentity(text, login);
        text.append("\nHost ")
                .append(hosts(login, patterns))
                .append(" !")
                .append(alias)
                .append('\n');
        line(text, "ProxyJump", alias);
        appendIdentity(text, login);
        return text.toString();
    }

    /** What {@code sally ssh} runs with: every host is one of the cluster. */
    public static String ofSallySsh(SshLogin login, Path sally) {
        StringBuilder text = new StringBuilder("# Written by sally login.\nHost *\n");
        appendKnock(text, login, sally);
        line(text, "SendEnv", "LANG LC_* COLORTERM");
        line(text, "ServerAliveInterval", "30");
        return text.toString();
    }

    /** What comes before it where a host takes a certificate of its own: ssh shows the first that is named first. */
    static String ofPass(SessionFiles.Pass pass, Path certificate) {
        StringBuilder text = new StringBuilder("Match originalhost ")
                .append(pattern(pass.host()))
                .append(" user ")
                .append(pattern(pass.user()))
                .append('\n');
        line(text, "CertificateFile", Quoted.path(certificate));
        return text.toString();
    }

    private static String pattern(String name) {
        return name.equals("*") ? name : Quoted.name(name);
    }

    private static String hosts(SshLogin login, List<String> patterns) {
        List<String> all = new ArrayList<>(List.of("*." + Quoted.name(login.cluster())));
        for (String pattern : patterns) {
            if (!pattern.matches("!?[A-Za-z0-9_.:*?-]+")) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "'" + pattern + "' is no host pattern; expected something like web-* or !bastion");
            }
            all.add(pattern);
        }
        return String.join(" ", all);
    }

    private static void appendKnock(StringBuilder text, SshLogin login, Path sally) {
        line(
                text,
                "ProxyCommand",
                Quoted.word(sally) + " proxy ssh " + Quoted.word("--profile=" + login.profile()) + " %h:%p");
        appendIdentity(text, login);
    }

    private static void appendIdentity(StringBuilder text, SshLogin login) {
        line(text, "IdentityFile", Quoted.path(login.key()));
        line(text, "CertificateFile", Quoted.path(login.certificate()));
        line(text, "IdentitiesOnly", "yes");
        line(text, "UserKnownHostsFile", Quoted.path(login.knownHosts()));
        line(text, "GlobalKnownHostsFile", "/dev/null");
        line(text, "StrictHostKeyChecking", "yes");
        line(text, "CheckHostIP", "no");
        line(text, "UpdateHostKeys", "no");
        line(text, "PreferredAuthentications", "publickey");
    }

    private static void line(StringBuilder text, String keyword, String value) {
        text.append("    ").append(keyword).append(' ').append(value).append('\n');
    }
}
