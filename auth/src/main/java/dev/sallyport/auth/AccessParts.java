package dev.sallyport.auth;

import dev.sallyport.auth.access.ListKeepers;
import dev.sallyport.auth.access.LockGuard;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.authority.PeopleIssuer;
import dev.sallyport.auth.factors.FactorSettings;
import dev.sallyport.auth.lists.ListBook;
import dev.sallyport.auth.locks.CertificateBook;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.locks.RevocationDesk;
import dev.sallyport.auth.people.People;
import dev.sallyport.auth.requests.RequestBook;
import dev.sallyport.auth.requests.RequestScope;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.rpc.ListMethods;
import dev.sallyport.auth.rpc.LockMethods;
import dev.sallyport.auth.rpc.RequestMethods;
import dev.sallyport.auth.state.Cluster;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** What takes access from people, and what gives them more for a while. */
record AccessParts(LockBook locks, CertificateBook certificates, ListBook lists, RequestBook requests) {

    static AccessParts wire(Store store, RoleBook roles, Ledger ledger, InstantSource clock) {
        LockBook locks = new LockBook(store, ledger, clock);
        ListBook lists = new ListBook(store, roles, locks, ledger, clock);
        return new AccessParts(
                locks, new CertificateBook(store, clock), lists, new RequestBook(store, locks, lists, ledger, clock));
    }

    People people(
            Cluster cluster,
            Store store,
            Sealing sealing,
            RoleBook roles,
            Authority authority,
            FactorSettings factors,
            Ledger ledger,
            InstantSource clock,
            SecureRandom random) {
        return People.of(new People.Wiring(
                cluster.name(),
                store,
                sealing,
                cluster.lockoutKey(),
                factors,
                roles,
                locks,
                lists,
                certificates,
                requests,
                new PeopleIssuer(authority, clock, random),
                ledger,
                clock,
                random));
    }

    LockMethods lockMethods(Parts parts, InstantSource clock) {
        return new LockMethods(
                locks,
                guard(parts.people(), parts.roles(), clock),
                parts.joins(),
                new RevocationDesk(locks, certificates, parts.authority(), clock));
    }

    /** Who keeps people from locking themselves out. */
    LockGuard guard(People people, RoleBook roles, InstantSource clock) {
        return new LockGuard(
                people.users(), roles, locks, lists, user -> people.devices().idsOf(user), clock);
    }

    RequestMethods requestMethods(Parts parts, InstantSource clock) {
        return new RequestMethods(
                requests,
                new RequestScope(parts.roles(), parts.nodes().index()),
                parts.people().users(),
                parts.authorization(),
                keepers(parts),
                clock);
    }

    ListMethods listMethods(Parts parts) {
        return new ListMethods(lists, keepers(parts));
    }

    private static ListKeepers keepers(Parts parts) {
        return new ListKeepers(parts.people().users(), parts.authorization());
    }

    /** With what these are due to do. */
    Upkeep upkeep(Upkeep upkeep) {
        return upkeep.every(Duration.ofSeconds(15), "locks", locks::upkeep)
                .every(Duration.ofMinutes(1), "requests that are over", requests::upkeep)
                .every(Duration.ofMinutes(1), "access lists", lists::upkeep)
                .every(Duration.ofHours(1), "ended certificates", certificates::sweep);
    }

    void close() {
        lists.close();
        locks.close();
    }
}
