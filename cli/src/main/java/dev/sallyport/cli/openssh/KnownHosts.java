package dev.sallyport.cli.openssh;

import dev.sallyport.pki.ssh.SshKeys;
import java.security.PublicKey;
import java.util.List;

/** A known_hosts file that trusts the cluster's host CAs, and no single key. */
public final class KnownHosts {

    private KnownHosts() {}

    /**
     * A line for each CA. They count for every name, because the file is only used for the cluster's hosts, which people may call by short
     * names; that a host is who it says is decided by the principals of its certificate.
     */
    public static String of(List<PublicKey> cas) {
        StringBuilder text = new StringBuilder();
        for (PublicKey ca : cas) {
            text.append("@cert-authority * ")
                    .append(SshKeys.line(ca, "sallyport").strip())
                    .append('\n');
        }
        return text.toString();
    }
}
