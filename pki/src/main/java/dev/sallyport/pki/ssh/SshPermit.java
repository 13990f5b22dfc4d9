package dev.sallyport.pki.ssh;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What a user certificate lets its holder do in a session: extensions that OpenSSH defines. Absent means no. */
public enum SshPermit {
    PTY("permit-pty"),
    PORT_FORWARDING("permit-port-forwarding"),
    AGENT_FORWARDING("permit-agent-forwarding"),
    USER_RC("permit-user-rc");

    private final String extension;

    SshPermit(String extension) {
        this.extension = extension;
    }

    /** Its name in a certificate. */
    public String extension() {
        return extension;
    }

    static Set<SshPermit> among(Collection<String> extensions) {
        EnumSet<SshPermit> permits = EnumSet.noneOf(SshPermit.class);
        Arrays.stream(values())
                .filter(permit -> extensions.contains(permit.extension))
                .forEach(permits::add);
        return permits;
    }
}
