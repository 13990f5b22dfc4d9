package dev.sallyport.auth.requests;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.RequestRule;
import dev.sallyport.model.role.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What asking for one role takes, by all rules that allow it: the shortest time, a reason if one wants it, any threshold. */
record RequestTerms(List<RequestRule> rules) {

    RequestTerms {
        rules = List.copyOf(rules);
    }

    Duration longest() {
        return rules.stream()
                .map(rule -> rule.maxDuration().orElse(RequestRule.DEFAULT))
                .min(Comparator.naturalOrder())
                .orElse(RequestRule.DEFAULT);
    }

    boolean reasonRequired() {
        return rules.stream().anyMatch(RequestRule::reasonRequired);
    }

    List<Threshold> thresholds() {
        return rules.stream().flatMap(rule -> rule.ways().stream()).toList();
    }

    List<String> suggestedReviewers() {
        return rules.stream()
                .flatMap(rule -> rule.suggestedReviewers().stream())
                .distinct()
                .toList();
    }

    /** @param request as {@code Words.REQUEST} names it */
    boolean approvedAtOnce(Bindings request, Instant now) {
        return rules.stream()
                .flatMap(rule -> rule.autoApproval().stream())
                .anyMatch(approval -> approval.approves(request, now));
    }
}
