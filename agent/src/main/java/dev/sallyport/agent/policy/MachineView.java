package dev.sallyport.agent.policy;

import dev.sallyport.agent.ssh.AgentView;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Role;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the SSH service sees of this agent: its identity, and what auth signed for it. */
public record MachineView(LiveMachine machine, String name, HeldPolicy policy) implements AgentView {

    /** With the labels by which auth chose the roles: others do not fit them. */
    @Override
    public Resource.Node self() {
        return new Resource.Node(
                machine.current().id(), name, policy.known().map(Policy::labels).orElse(Map.of()));
    }

    @Override
    public List<PublicKey> userAuthorities() {
        return machine.current().trust().sshUserCas();
    }

    @Override
    public List<PublicKey> policyAuthorities() {
        return List.copyOf(machine.current().trust().policyKeys());
    }

    @Override
    public Collection<Role> roles(Collection<String> names) {
        return policy.now().roles();
    }

    @Override
    public List<Lock> locks() {
        return policy.now().locks();
    }

    @Override
    public Instant freshUntil() {
        return policy.now().freshUntil();
    }

    @Override
    public KeyPair hostKey() {
        return machine.current().keys().sshHost();
    }

    @Override
    public String hostCertificate() {
        return machine.current().sshHostCertificate();
    }
}
