package dev.sallyport.auth;

import dev.sallyport.auth.access.LockGuard;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.connectors.LoginRuleBook;
import dev.sallyport.auth.people.People;
import dev.sallyport.auth.people.ProvisionedUsers;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.rpc.Completion;
import dev.sallyport.auth.rpc.ConnectorMethods;
import dev.sallyport.auth.rpc.ScimHttp;
import dev.sallyport.auth.rpc.SourceLimits;
import dev.sallyport.auth.rpc.Sources;
import dev.sallyport.auth.rpc.SsoMethods;
import dev.sallyport.auth.scim.ScimBook;
import dev.sallyport.auth.scim.ScimDesk;
import dev.sallyport.auth.sso.SsoDesk;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.trail.Denials;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Single sign-on. */
record SsoParts(ConnectorBook connectors, LoginRuleBook rules, SsoDesk desk, ScimBook scimBook) {

    /** For a whole conversation with a provider: below the limit of a call. */
    private static final Duration CONVERSATION = Duration.ofSeconds(15);

    static SsoParts wire(
            String cluster,
            Store store,
            Sealing sealing,
            RoleBook roles,
            People people,
            AccessParts access,
            Ledger ledger,
            InstantSource clock,
            SecureRandom random) {
        ConnectorBook connectors = new ConnectorBook(store, sealing, roles, ledger, random);
        LoginRuleBook rules = new LoginRuleBook(store, ledger);
        LockGuard guard = access.guard(people, roles, clock);
        ProvisionedUsers kept = new ProvisionedUsers(
                store, access.locks(), access.lists(), clock, people.users(), guard::requireAdministrator);
        ScimBook scim = new ScimBook(store, connectors, rules, kept, ledger, clock);
        SsoDesk desk = new SsoDesk(cluster, connectors, rules, people, scim::groupsOf, clock, random, CONVERSATION);
        return new SsoParts(connectors, rules, desk, scim);
    }

    ScimHttp scim(Sources sources, SourceLimits limits, Denials denials) {
        return new ScimHttp(new ScimDesk(connectors, scimBook), sources, limits, denials);
    }

    SsoMethods logins(Completion completion) {
        return new SsoMethods(connectors, desk, completion);
    }

    ConnectorMethods administration() {
        return new ConnectorMethods(connectors, rules, desk);
    }
}
