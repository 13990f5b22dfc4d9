package dev.sallyport.auth.people;

import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.lists.ListGrant;
import dev.sallyport.auth.requests.GrantedRequests;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.Role;
import dev.sallyport.pki.ssh.SshPermit;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a user's roles come to in certificates.
 *
 * @param logins the Unix users of all roles
 * @param permits the rights of all roles: a node narrows them to those of the roles that apply to it
 * @param ttl what was asked for, cut to the shortest of the roles
 * @param pinned whether it is good only from the address that it was given to
 */
record SessionTerms(Identity identity, List<String> logins, Set<SshPermit> permits, Duration ttl, boolean pinned) {

    SessionTerms {
        logins = List.copyOf(logins);
        permits = Set.copyOf(permits);
    }

    /** @throws Failure INVALID for more than anybody may have */
    static void requirePossible(Duration ttl) {
        if (ttl.isNegative() || ttl.compareTo(Role.LONGEST_TTL) > 0) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "certificates of " + ttl.toSeconds() + " s: expected at most " + Role.LONGEST_TTL.toHours() + " h");
        }
    }

    /**
     * What they come to now.
     *
     * @param asked zero for the default
     * @param lists what access lists give
     * @param extras approved requests: the certificates end with the first of them
     */
    static SessionTerms of(
            Person person, ListGrant lists, RoleBook book, Duration asked, GrantedRequests extras, Instant now) {
        Identity identity = new Identity(
                person.name(),
                Identity.Kind.USER,
                book.known(lists.with(person.roles())).stream().map(Role::name).toList(),
                person.traits(),
                extras.extras());
        List<Role> roles = book.known(identity.allRoles());
        List<String> logins = roles.stream()
                .flatMap(role -> AccessDecision.logins(role, identity).stream())
                .filter(dev.sallyport.auth.state.Names::isLogin)
                .distinct()
                .toList();
        Duration granted = lists.cut(asked.isZero() ? Role.DEFAULT_TTL : asked, person.roles(), now);
        Duration wanted = extras.cut(granted, now);
        Duration ttl = roles.stream()
                .map(Role::maxSessionTtl)
                .reduce(wanted, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        boolean pinned = roles.stream().anyMatch(role -> role.options().pinSource());
        return new SessionTerms(identity, logins, permits(roles), ttl, pinned);
    }

    /** The same, for somebody whom these devices proved. */
    SessionTerms provedBy(List<String> devices) {
        Identity proved = identity;
        for (String device : devices) {
            proved = proved.provedBy(device);
        }
        return new SessionTerms(proved, logins, permits, ttl, pinned);
    }

    /** @param source where the login comes from, ADDRESS:PORT */
    PeopleIssuer.Grant grant(String session, PublicKey tlsKey, PublicKey sshKey, String source, Instant earliest) {
        List<String> from = pinned ? List.of(range(source)) : List.of();
        return new PeopleIssuer.Grant(identity, session, logins, permits, tlsKey, sshKey, ttl, from, earliest);
    }

    /** The one address, as a certificate names it (CIDR). */
    static String range(String source) {
        String address = source.substring(0, source.lastIndexOf(':'));
        return address + (address.contains(":") ? "/128" : "/32");
    }

    static Set<SshPermit> permits(List<Role> roles) {
        EnumSet<SshPermit> permits = EnumSet.of(SshPermit.PTY, SshPermit.USER_RC);
        for (Role role : roles) {
            if (role.options().permits().portForwarding()) {
                permits.add(SshPermit.PORT_FORWARDING);
            }
            if (role.options().permits().agentForwarding()) {
                permits.add(SshPermit.AGENT_FORWARDING);
            }
        }
        return permits;
    }
}
