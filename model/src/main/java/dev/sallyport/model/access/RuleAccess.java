package dev.sallyport.model.access;

import dev.sallyport.model.access.Finding.Effect;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.AdminRule;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Role;
import dev.sallyport.model.role.Verb;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a role says of administration. */
final class RuleAccess implements Judge {

    private final Kind kind;
    private final Verb verb;
    private final Predicate<AdminRule> opens;
    private final Predicate<AdminRule> closes;

    private RuleAccess(Kind kind, Verb verb, Predicate<AdminRule> opens, Predicate<AdminRule> closes) {
        this.kind = kind;
        this.verb = verb;
        this.opens = opens;
        this.closes = closes;
    }

    /** @param thing the user and the thing */
    static RuleAccess to(Bindings thing, Kind kind, Verb verb) {
        Predicate<AdminRule> holds = rule -> rule.holdsFor(thing);
        return new RuleAccess(kind, verb, holds, holds);
    }

    /** Some thing that is to be asked for afterwards: a {@code where} opens this far, and closes nothing yet. */
    static RuleAccess toSome(Kind kind, Verb verb) {
        return new RuleAccess(kind, verb, rule -> true, rule -> rule.where().isEmpty());
    }

    /** Everything of the kind: a {@code where} does not open all of it, but closes a part. */
    static RuleAccess toAll(Kind kind, Verb verb) {
        return new RuleAccess(kind, verb, rule -> rule.where().isEmpty(), rule -> true);
    }

    @Override
    public Optional<Finding> denies(Role role) {
        return rule(role.deny().rules(), closes)
                .map(index -> new Finding(role.name(), Effect.DENIES, "deny.rules[" + index + "]", wish()));
    }

    @Override
    public Finding allows(Role role) {
        return rule(role.allow().rules(), opens)
                .map(index -> new Finding(role.name(), Effect.ALLOWS, "allow.rules[" + index + "]", wish()))
                .orElseGet(() -> new Finding(role.name(), Effect.FALLS_SHORT, "allow.rules", "no rule for " + wish()));
    }

    private Optional<Integer> rule(List<AdminRule> rules, Predicate<AdminRule> holds) {
        for (int i = 0; i < rules.size(); i++) {
            AdminRule rule = rules.get(i);
            if (rule.speaksOf(kind, verb) && holds.test(rule)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private String wish() {
        return verb.text() + " " + kind.text();
    }
}
