package dev.sallyport.auth.policy;

import dev.sallyport.api.lock.LockWriter;
import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.auth.presence.ProxyLink;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells proxies the locks that are in force, for their own SSH port: when a link begins, when something changed, and once a
 * minute, so that a proxy knows how old what it knows is. While auth itself does not know, it tells nothing.
 */
public final class LockTeller {

    private static final Logger LOG = LoggerFactory.getLogger(LockTeller.class);

    private final LockBook locks;
    private final RoleShelf roles;
    private final Presence presence;

    LockTeller(LockBook locks, RoleShelf roles, Presence presence) {
        this.locks = locks;
        this.roles = roles;
        this.presence = presence;
    }

    /** For one proxy whose link begins. */
    public void tell(ProxyLink link) {
        link.send(told(locks.inForce()));
    }

    /** A proxy that is locked itself is told nothing more. */
    public void tellAll() {
        try {
            List<Lock> now = locks.inForce();
            LocksChanged told = told(now);
            presence.links().forEach(link -> {
                Identity proxy = new Identity(link.proxyId(), Identity.Kind.PROXY, List.of(), Map.of());
                if (now.stream().anyMatch(lock -> lock.hits(proxy, Instant.EPOCH))) {
                    link.close("this proxy is locked");
                } else {
                    link.send(told);
                }
            });
        } catch (Failure e) {
            LOG.warn("event=locks_not_told reason={}", e.text());
        }
    }

    private LocksChanged told(List<Lock> now) {
        return LocksChanged.newBuilder()
                .addAllLocks(now.stream().map(LockWriter::write).toList())
                .addAllStrictRoles(roles.strict())
                .setFreshSeconds(PolicyDesk.FRESH.toSeconds())
                .build();
    }
}
