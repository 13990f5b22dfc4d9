package dev.sallyport.proxy.ssh;

import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.pki.ssh.SshKeys;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;

/** The proxy's host key and its certificate of the moment. */
final class HostKeys implements KeyPairProvider, HostKeyCertificateProvider {

    private final LiveMachine machine;
    private volatile Parsed parsed = new Parsed("", List.of());

    private record Parsed(String line, List<OpenSshCertificate> certificates) {}

    HostKeys(LiveMachine machine) {
        this.machine = machine;
    }

    @Override
    public Iterable<KeyPair> loadKeys(SessionContext session) {
        return List.of(machine.current().keys().sshHost());
    }

    @Override
    public Iterable<OpenSshCertificate> loadCertificates(SessionContext session) {
        MachineIdentity now = machine.current();
        Parsed known = parsed;
        if (!known.line().equals(now.sshHostCertificate())) {
            known = new Parsed(now.sshHostCertificate(), List.of(SshKeys.parseCertificate(now.sshHostCertificate())));
            parsed = known;
        }
        return known.certificates();
    }
}
