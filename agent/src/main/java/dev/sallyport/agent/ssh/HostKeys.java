package dev.sallyport.agent.ssh;

import dev.sallyport.pki.ssh.SshKeys;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;

/** This host's key and its certificate of the moment. */
final class HostKeys implements KeyPairProvider, HostKeyCertificateProvider {

    private final AgentView view;
    private volatile Parsed parsed = new Parsed("", List.of());

    private record Parsed(String line, List<OpenSshCertificate> certificates) {}

    HostKeys(AgentView view) {
        this.view = view;
    }

    @Override
    public Iterable<KeyPair> loadKeys(SessionContext session) {
        return List.of(view.hostKey());
    }

    @Override
    public Iterable<OpenSshCertificate> loadCertificates(SessionContext session) {
        String line = view.hostCertificate();
        Parsed known = parsed;
        if (!known.line().equals(line)) {
            known = new Parsed(line, List.of(SshKeys.parseCertificate(line)));
            parsed = known;
        }
        return known.certificates();
    }
}
