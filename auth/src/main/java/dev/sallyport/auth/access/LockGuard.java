package dev.sallyport.auth.access;

import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.people.Person;
import dev.sallyport.auth.people.UserBook;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Lock;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps people from locking themselves out by mistake. Looks at the moment only: two administrators who lock each other at
 * once both get their lock, and the local administrator's file beside the store takes one away again.
 */
public final class LockGuard {

    private static final String ANYWAY = ". With --force it is locked all the same; then the way back is the local"
            + " administrator's file beside the store";

    private final UserBook users;
    private final RoleBook roles;
    private final LockBook locks;
    private final ListBook lists;
    private final Function<String, Collection<String>> devices;
    private final InstantSource clock;

    /** @param devices ids of the second factors that a user has */
    public LockGuard(
            UserBook users,
            RoleBook roles,
            LockBook locks,
            ListBook lists,
            Function<String, Collection<String>> devices,
            InstantSource clock) {
        this.lists = lists;
        this.devices = devices;
        this.users = users;
        this.roles = roles;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * Returns where this lock would lock out neither whoever makes it nor the last user who could take it away.
     *
     * @throws Failure CONFLICT
     */
    public void require(Lock.Target target, Caller.Known by) {
        Instant now = clock.instant();
        Lock lock = new Lock("", target, now, Optional.empty(), "");
        if (lock.hits(by.identity(), by.notBefore())) {
            throw Failure.of(
                    FailureCode.CONFLICT,
                    "this lock would hit you, " + by.identity().user() + ANYWAY);
        }
        boolean keepsOut = target instanceof Lock.Target.User
                || target instanceof Lock.Target.Role
                || target instanceof Lock.Target.MfaDevice;
        if (keepsOut) {
            requireAnotherAdministrator(lock, now);
        }
    }

    private void requireAnotherAdministrator(Lock lock, Instant now) {
        boolean hitsOne = false;
        Paging page = new Paging(Paging.MAX_SIZE, "");
        while (true) {
            Paging.Listing<Person> listing = users.list(page);
            for (Person person : listing.items()) {
                Identity identity = identity(person);
                if (!person.active() || !mayUnlock(identity, now)) {
                    continue;
                }
                if (!lock.hits(identity, now) && hasFactor(person.name(), lock)) {
                    return;
                }
                hitsOne = true;
            }
            if (listing.next().isEmpty()) {
                break;
            }
            page = Paging.of(Paging.MAX_SIZE, listing.next());
        }
        if (hitsOne) {
            throw Failure.of(FailureCode.CONFLICT, "after this lock no user could take a lock away any more" + ANYWAY);
        }
    }

    /** Whether a login gets by the second factor: where there are some, it takes one that is not locked. */
    private boolean hasFactor(String user, Lock lock) {
        Collection<String> own = devices.apply(user);
        List<Lock> all = new ArrayList<>(locks.inForce());
        all.add(lock);
        return own.isEmpty() || own.stream().anyMatch(id -> all.stream().noneMatch(each -> each.hitsDevice(id)));
    }

    /**
     * Returns where somebody is there who can administer once a user has these roles only.
     *
     * @param left none for one who is gone
     * @throws Failure CONFLICT
     */
    public void requireAdministrator(String user, List<String> left) {
        Instant now = clock.instant();
        boolean administers = users.find(user)
                .filter(person -> person.active() && mayUnlock(identity(person), now))
                .isPresent();
        if (!administers || mayUnlock(new Identity(user, Identity.Kind.USER, left, Map.of()), now)) {
            return;
        }
        Paging page = new Paging(Paging.MAX_SIZE, "");
        while (true) {
            Paging.Listing<Person> listing = users.list(page);
            boolean another = listing.items().stream()
                    .anyMatch(person ->
                            !person.name().equals(user) && person.active() && mayUnlock(identity(person), now));
            if (another) {
                return;
            }
            if (listing.next().isEmpty()) {
                throw Failure.of(
                        FailureCode.CONFLICT,
                        user + " is the last user who can administer this cluster: make another first");
            }
            page = Paging.of(Paging.MAX_SIZE, listing.next());
        }
    }

    private boolean mayUnlock(Identity identity, Instant now) {
        return AccessDecision.decide(
                        identity,
                        new Resource.AllOf(Kind.LOCK),
                        new Action.Administer(Verb.DELETE),
                        new Circumstances(now, Instant.MAX, locks.inForce()),
                        roles.known(identity.roles()))
                instanceof Decision.Allow;
    }

    private Identity identity(Person person) {
        List<String> held = lists.grant(person.name()).with(person.roles());
        return new Identity(person.name(), Identity.Kind.USER, held, person.traits());
    }
}
