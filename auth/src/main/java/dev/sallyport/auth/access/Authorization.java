package dev.sallyport.auth.access;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import java.time.InstantSource;
import java.util.Set;

/** The one place that decides whether somebody may call a method. */
public final class Authorization {

    static final String LOG_IN = "this call needs an identity: log in first ('sally login')";

    private static final Set<Identity.Kind> PEOPLE = Set.of(Identity.Kind.USER, Identity.Kind.LOCAL_ADMIN);

    private final Rules rules;
    private final InstantSource clock;

    public Authorization(Rules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Returns if the caller may call this method.
     *
     * @param method full name, {@code sallyport.v1.UserService/AddUser}
     * @throws Failure UNAUTHENTICATED where nobody is calling, DENIED where somebody is who may not
     */
    public void require(Caller caller, String method) {
        Rule rule = rules.of(method)
                .orElseThrow(() -> Failure.of(FailureCode.DENIED, "no rule opens " + method + " to anybody"));
        switch (rule) {
            case Rule.Anybody _ -> {}
            case Rule.Newcomers _ -> requireNoMachine(caller, method);
            case Rule.Machines(Set<Identity.Kind> kinds) -> requireKind(caller.known(), kinds, method);
            case Rule.People _ -> requireKind(caller.known(), PEOPLE, method);
            case Rule.OnAll(Kind kind, Verb verb) ->
                requireRole(caller, new Resource.AllOf(kind), new Action.Administer(verb), method);
            case Rule.OnSome(Kind kind, Verb verb) ->
                requireRole(caller, new Resource.AnyOf(kind), new Action.Administer(verb), method);
        }
    }

    /** Whether a role of the caller allows this. */
    public boolean allows(Caller.Known caller, Resource resource, Action action) {
        return decide(caller, resource, action) instanceof Decision.Allow;
    }

    /**
     * Returns if the caller may do this with this thing.
     *
     * @throws Failure DENIED
     */
    public void require(Caller.Known caller, Verb verb, Resource.Thing thing) {
        requireKind(caller, PEOPLE, verb.text());
        if (decide(caller, thing, new Action.Administer(verb)) instanceof Decision.Deny deny) {
            throw Failure.of(
                    FailureCode.DENIED,
                    caller.identity().user() + " may not " + verb.text() + " the "
                            + thing.kind().text() + " " + thing.name() + ": " + deny.why());
        }
    }

    /** Whether what a role of the caller allows there takes a second factor of its own. */
    public boolean takesSecondFactor(Caller.Known caller, Resource resource, Action action) {
        return decide(caller, resource, action) instanceof Decision.Allow allow
                && allow.grants().sessionSecondFactor();
    }

    private Decision decide(Caller.Known caller, Resource resource, Action action) {
        return AccessDecision.decide(
                caller.identity(), resource, action, new Circumstances(clock.instant()), caller.roles());
    }

    private void requireRole(Caller caller, Resource resource, Action action, String method) {
        Caller.Known known = caller.known();
        requireKind(known, PEOPLE, method);
        switch (decide(known, resource, action)) {
            case Decision.Allow _ -> {}
            case Decision.Deny deny -> throw denied(known, method, deny.why());
        }
    }

    private static void requireNoMachine(Caller caller, String method) {
        switch (caller) {
            case Caller.Nobody _ -> {}
            case Caller.Known known -> requireKind(known, PEOPLE, method);
        }
    }

    private static void requireKind(Caller.Known caller, Set<Identity.Kind> kinds, String method) {
        Identity.Kind kind = caller.identity().kind();
        if (!kinds.contains(kind)) {
            throw denied(caller, method, "a certificate of kind " + kind + " does not open it");
        }
    }

    private static Failure denied(Caller.Known caller, String method, String why) {
        return Failure.of(
                FailureCode.DENIED,
                caller.identity().user() + " may not call " + method.substring(method.indexOf('/') + 1) + ": " + why);
    }
}
