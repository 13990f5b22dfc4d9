package dev.sallyport.agent.ssh;

import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Role;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What the SSH service knows of the agent around it. Each call answers with what holds now. */
public interface AgentView {

    /** This host, with its present labels. */
    Resource.Node self();

    /** Keys whose signature makes a user certificate: Ed25519, of this cluster. Empty trusts nobody. */
    List<PublicKey> userAuthorities();

    /** Keys that sign what this host decides by, and that somebody was there. Empty trusts nobody. */
    List<PublicKey> policyAuthorities();

    /**
     * The roles of these names, others may be among them; one that does not exist, or can change nothing here, is left out.
     *
     * @throws dev.sallyport.model.Failure {@code UNAVAILABLE} when they are not known
     */
    Collection<Role> roles(Collection<String> names);

    /**
     * The locks; ended ones may be among them. The same list as long as nothing changed.
     *
     * @throws dev.sallyport.model.Failure {@code UNAVAILABLE} when they are not known
     */
    List<Lock> locks();

    /**
     * Until when what this says of roles and locks is fresh: for roles that are strict about it.
     *
     * @throws dev.sallyport.model.Failure {@code UNAVAILABLE} when they are not known
     */
    Instant freshUntil();

    /** This host's SSH key, Ed25519. */
    KeyPair hostKey();

    /** The certificate of {@link #hostKey()}, one line as in an {@code id-cert.pub} file; renewed while the agent lives. */
    String hostCertificate();
}
