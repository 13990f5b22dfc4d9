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

/** What the SSH service sees of this agent: its identity, its labels, the roles. */
public record MachineView(LiveMachine machine, String name, HostLabels labels, RoleCache cache, LockFollower follower)
        implements AgentView {

    @Override
    public Resource.Node self() {
        return new Resource.Node(machine.current().id(), name, labels.now());
    }

    @Override
    public List<PublicKey> userAuthorities() {
        return machine.current().trust().sshUserCas();
    }

    @Override
    public Collection<Role> roles(Collection<String> names) {
        return cache.roles(names);
    }

    @Override
    public List<Lock> locks() {
        return follower.locks();
    }

    @Override
    public Instant locksAsOf() {
        return follower.asOf();
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
