package dev.sallyport.auth.access;

import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which calls take a second factor of their own. */
public final class FactorRules {

    /** Whoever has none yet adds the first this soon after the login, which was all the proof there is. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** Certificates begin a little before they are made. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(3);

    private static final String START_DEVICE =
            FactorServiceGrpc.getStartDeviceMethod().getFullMethodName();

    private static final Set<String> OF_DEVICES = Set.of(
            START_DEVICE,
            FactorServiceGrpc.getRemoveDeviceMethod().getFullMethodName(),
            FactorServiceGrpc.getMakeRecoveryCodesMethod().getFullMethodName());

    private static final Set<String> ALWAYS = Set.of(
            FactorServiceGrpc.getIssueSessionCertificateMethod().getFullMethodName(),
            FactorServiceGrpc.getApproveHeadlessLoginMethod().getFullMethodName(),
            SessionServiceGrpc.getProvePresenceMethod().getFullMethodName());

    /** Administration that no single rule opens. */
    private static final Set<String> ADMINISTRATION = Set.of(
            RequestServiceGrpc.getReviewRequestMethod().getFullMethodName(),
            RequestServiceGrpc.getPromoteRequestMethod().getFullMethodName());

    private static final Set<Verb> READING = Set.of(Verb.LIST, Verb.READ);
    private static final Set<String> READING_LISTS = Set.of("ListLists", "GetList");

    private final Rules rules;
    private final boolean adminActions;
    private final Predicate<String> hasFactor;
    private final InstantSource clock;

    /**
     * @param adminActions whether administration takes one for each action
     * @param hasFactor whether a user has any second factor
     */
    public FactorRules(Rules rules, boolean adminActions, Predicate<String> hasFactor, InstantSource clock) {
        this.rules = rules;
        this.adminActions = adminActions;
        this.hasFactor = hasFactor;
        this.clock = clock;
    }

    /**
     * Whether this call takes one. The local administrator's file lies beside the store: it has no second factor, and takes none.
     *
     * @param method full name
     */
    public boolean wants(Caller caller, String method) {
        if (!(caller instanceof Caller.Known known) || known.identity().kind() != Identity.Kind.USER) {
            return false;
        }
        return ALWAYS.contains(method)
                || (OF_DEVICES.contains(method) && !isFirstDevice(known, method))
                || (adminActions && isAdministration(method));
    }

    /** Whether a recovery code will do: for setting one's own devices right, and nothing else. */
    public static boolean takesRecovery(String method) {
        return OF_DEVICES.contains(method);
    }

    private boolean isFirstDevice(Caller.Known caller, String method) {
        Instant since = clock.instant().minus(FRESH).minus(CLOCK_MARGIN);
        return method.equals(START_DEVICE)
                && !hasFactor.test(caller.identity().user())
                && caller.notBefore().isAfter(since);
    }

    private boolean isAdministration(String method) {
        if (ADMINISTRATION.contains(method)) {
            return true;
        }
        if (method.startsWith(ListServiceGrpc.SERVICE_NAME + "/")) {
            return !READING_LISTS.contains(method.substring(method.indexOf('/') + 1));
        }
        Optional<Rule> rule = rules.of(method);
        return rule.filter(there -> switch (there) {
                    case Rule.OnAll(var _, Verb verb) -> !READING.contains(verb);
                    case Rule.OnSome(var _, Verb verb) -> !READING.contains(verb);
                    case Rule.Anybody _, Rule.Newcomers _, Rule.Machines _, Rule.People _ -> false;
                })
                .isPresent();
    }
}
