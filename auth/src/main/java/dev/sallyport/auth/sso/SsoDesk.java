package dev.sallyport.auth.sso;

import dev.sallyport.api.v1.Connector;
import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.connectors.ConnectorBook;
import dev.sallyport.auth.connectors.ConnectorForm;
import dev.sallyport.auth.connectors.LoginRuleBook;
import dev.sallyport.auth.people.Admission;
import dev.sallyport.auth.people.Arrival;
import dev.sallyport.auth.people.ArrivalDesk;
import dev.sallyport.auth.people.ArrivalSteps;
import dev.sallyport.auth.people.People;
import dev.sallyport.auth.sso.ldap.LdapWay;
import dev.sallyport.auth.sso.mapping.Mapped;
import dev.sallyport.auth.sso.mapping.RoleMapping;
import dev.sallyport.auth.sso.provider.BrowserWay;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Where single sign-ons begin and end, and where they are tried without a login. */
public final class SsoDesk {

    private static final int MOST_PARAMETERS = 16;
    private static final int LONGEST_PARAMETER = 1 << 19;

    private final ConnectorBook connectors;
    private final LoginRuleBook rules;
    private final ArrivalDesk arrivals;
    private final ArrivalSteps steps;
    private final BiFunction<String, String, List<String>> groups;
    private final Ways ways;
    private final PendingLogins pending;
    private final Turns turns = new Turns();
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * The desk of a cluster.
     *
     * @param groups of a connector and a user, by SCIM
     * @param limit for one conversation with a provider
     */
    public SsoDesk(
            String cluster,
            ConnectorBook connectors,
            LoginRuleBook rules,
            People people,
            BiFunction<String, String, List<String>> groups,
            InstantSource clock,
            SecureRandom random,
            Duration limit) {
        this.connectors = connectors;
        this.rules = rules;
        this.arrivals = people.arrivals();
        this.steps = people.arrivalSteps();
        this.groups = groups;
        this.ways = new Ways(cluster, clock, random, limit);
        this.pending = new PendingLogins(clock);
        this.clock = clock;
        this.random = random;
    }

    /**
     * A login that began.
     *
     * @param id a secret
     * @param url for the browser
     */
    public record Begun(String id, String url, Instant notAfter) {
        @Override
        public String toString() {
            return "Begun[***]";
        }
    }

    /**
     * Begins a login.
     *
     * @param acr step-up: the context that the provider is to confirm; empty for the connector's own
     */
    public Begun begin(String connector, String redirectUri, Admission.Wish wish, String acr) {
        return begin(connectors.require(connector), redirectUri, Optional.of(wish), acr);
    }

    /** Begins a test of a connector, stored or not. */
    public Begun beginTest(Connector connector, String redirectUri, String acr) {
        return begin(connector, redirectUri, Optional.empty(), acr);
    }

    private Begun begin(Connector connector, String redirectUri, Optional<Admission.Wish> wish, String acr) {
        String name = ConnectorForm.name(connector);
        Redirect.require(redirectUri, name);
        Names.text(acr, "acr");
        BrowserWay way = ways.browser(connector);
        BrowserWay.Question question =
                new BrowserWay.Question(redirectUri, OneTimeCode.random(random).text(), acr);
        BrowserWay.Begun begun = turns.take(name, () -> way.begin(question));
        OneTimeCode id = OneTimeCode.random(random);
        Instant notAfter = clock.instant().plus(PendingLogins.LIFE);
        pending.keep(id, new PendingLogins.Pending(connector, begun.answer(), wish, notAfter));
        return new Begun(id.text(), begun.browser().toString(), notAfter);
    }

    /**
     * Ends a login.
     *
     * @param parameters what the browser brought
     * @throws Failure UNAUTHENTICATED where the answer proves nobody who may come in, UNAVAILABLE where the provider is away
     */
    public UserCredentials finish(String id, Map<String, String> parameters, EventSubject source) {
        requireBounded(parameters);
        PendingLogins.Pending login = pending.take(id, false);
        String name = ConnectorForm.name(login.connector());
        try {
            requireSame(login.connector());
            Claimed claimed = turns.take(name, () -> login.answer().read(parameters));
            return arrivals.admit(
                    required(login.connector(), claimed), login.wish().orElseThrow(), source);
        } catch (Failure e) {
            noted(e, name, "", source);
            throw e;
        }
    }

    /** What somebody would get: the same walk, to its end, and no certificate. */
    public Trial finishTest(String id, Map<String, String> parameters, EventSubject source) {
        requireBounded(parameters);
        PendingLogins.Pending test = pending.take(id, true);
        String name = ConnectorForm.name(test.connector());
        return tried(test.connector(), turns.take(name, () -> test.answer().read(parameters)), source);
    }

    /**
     * A login by a directory: at an end, or at its second factor, of whoever has one here.
     *
     * @param user as typed
     * @throws Failure UNAUTHENTICATED whatever was wrong with name or password, and while failures lock the name
     */
    public DirectoryOutcome directory(
            String connectorName, String user, String password, Admission.Wish wish, EventSubject source) {
        Connector connector = connectors.require(connectorName);
        String name = typed(user);
        if (arrivals.isLocked(name)) {
            arrivals.guessed(name, connectorName, source);
            throw Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: " + LdapWay.REFUSED);
        }
        Claimed claimed = proved(connector, name, password, source);
        try {
            Arrival arrival = required(connector, claimed);
            Optional<FactorChallenge> asked = steps.start(arrival, wish, source);
            return asked.isPresent()
                    ? new DirectoryOutcome.Asked(asked.get())
                    : new DirectoryOutcome.In(arrivals.admit(arrival, wish, source));
        } catch (Failure e) {
            noted(e, connectorName, name, source);
            throw e;
        }
    }

    /** What somebody would get by a directory. A wrong password counts as one. */
    public Trial tryDirectory(Connector connector, String user, String password, EventSubject source) {
        return tried(connector, proved(connector, typed(user), password, source), source);
    }

    private Claimed proved(Connector connector, String name, String password, EventSubject source) {
        String connectorName = ConnectorForm.name(connector);
        LdapWay way = ways.directory(connector);
        try {
            return turns.take(connectorName, () -> way.prove(name, password));
        } catch (Failure e) {
            if (e.code() == FailureCode.UNAUTHENTICATED) {
                arrivals.guessed(name, connectorName, source);
            } else {
                noted(e, connectorName, name, source);
            }
            throw e;
        }
    }

    /** Directories take many spellings for one name; failures are counted for one. */
    private static String typed(String user) {
        String name = user.toLowerCase(Locale.ROOT);
        if (!Names.isUser(name)) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: " + LdapWay.REFUSED);
        }
        return name;
    }

    /** @throws Failure UNAUTHENTICATED for whoever gets no role */
    private Arrival required(Connector connector, Claimed claimed) {
        Mapped mapped = mapped(connector, claimed);
        mapped.objection().ifPresent(why -> {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "single sign-on refused: " + why);
        });
        return arrival(connector, mapped);
    }

    private Trial tried(Connector connector, Claimed claimed, EventSubject source) {
        Mapped mapped = mapped(connector, claimed);
        Optional<String> objection = mapped.objection().or(() -> arrivals.objection(arrival(connector, mapped)));
        connectors.tested(ConnectorForm.name(connector), mapped.name(), objection.isEmpty(), source);
        return new Trial(claimed, mapped, objection);
    }

    /** With the groups that the provider keeps by SCIM. */
    private Mapped mapped(Connector connector, Claimed claimed) {
        List<String> kept =
                groups.apply(ConnectorForm.name(connector), claimed.name().toLowerCase(Locale.ROOT));
        Claimed all = kept.isEmpty() ? claimed : claimed.with("groups", kept);
        return new RoleMapping(connector, rules.inOrder()).of(all);
    }

    private Arrival arrival(Connector connector, Mapped mapped) {
        String name = ConnectorForm.name(connector);
        return new Arrival(
                name,
                ConnectorForm.kind(connector) + ":" + name,
                mapped.subject(),
                mapped.name(),
                mapped.roles(),
                mapped.traits(),
                connector.hasLdap(),
                connectors.hasScim(name));
    }

    /** A connector that was changed or removed meanwhile vouches for nobody. */
    private void requireSame(Connector begun) {
        if (!connectors.require(ConnectorForm.name(begun)).equals(begun)) {
            throw Failure.of(FailureCode.UNAUTHENTICATED, "the connector was changed while you were away: begin again");
        }
    }

    /** What was a no goes to the trail, and so does a provider that is away. */
    private void noted(Failure failure, String connector, String user, EventSubject source) {
        if (failure.code() != FailureCode.INVALID) {
            arrivals.refused(user, connector + ": " + failure.text(), source);
        }
    }

    private static void requireBounded(Map<String, String> parameters) {
        boolean bounded = parameters.size() <= MOST_PARAMETERS
                && parameters.entrySet().stream()
                        .allMatch(each ->
                                each.getKey().length() <= 64 && each.getValue().length() <= LONGEST_PARAMETER);
        if (!bounded) {
            throw Failure.of(FailureCode.INVALID, "the browser brought more than any provider sends");
        }
    }
}
