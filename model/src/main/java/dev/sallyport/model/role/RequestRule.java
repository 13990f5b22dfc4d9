package dev.sallyport.model.role;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.Expression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which roles the holders of a role may ask for, and what that takes.
 *
 * @param roles names
 * @param maxDuration longest time for which they may be had
 * @param reasonRequired whether a reason must be given
 * @param thresholds reaching one is enough; none: {@link Threshold#ONE}
 * @param suggestedReviewers whom to ask
 * @param autoApproval what is approved without a review; empty: nothing
 */
public record RequestRule(
        List<TextPattern> roles,
        Optional<Duration> maxDuration,
        boolean reasonRequired,
        List<Threshold> thresholds,
        List<String> suggestedReviewers,
        Optional<AutoApproval> autoApproval) {

    /** Longest that anything may be had for by a request. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** Where nothing is said. */
    public static final Duration DEFAULT = Duration.ofHours(12);

    public RequestRule {
        roles = List.copyOf(roles);
        thresholds = List.copyOf(thresholds);
        suggestedReviewers = List.copyOf(suggestedReviewers);
    }

    /**
     * What is approved at once.
     *
     * @param where of which requests; none: of all
     * @param times when; none: always
     */
    public record AutoApproval(Optional<Expression> where, List<TimeWindow> times) {
        public AutoApproval {
            times = List.copyOf(times);
        }

        /**
         * Whether a request is approved at this moment.
         *
         * @param request as {@link Words#REQUEST} names it
         */
        public boolean approves(Bindings request, Instant now) {
            return (where.isEmpty() || where.get().test(request))
                    && (times.isEmpty() || times.stream().anyMatch(window -> window.contains(now)));
        }
    }

    /** Only names roles: in {@code deny}. */
    public static RequestRule of(List<TextPattern> roles) {
        return new RequestRule(roles, Optional.empty(), false, List.of(), List.of(), Optional.empty());
    }

    /** @param user what templates are filled with */
    public boolean names(String role, Bindings user) {
        return roles.stream().anyMatch(pattern -> pattern.matches(role, user));
    }

    public List<Threshold> ways() {
        return thresholds.isEmpty() ? List.of(Threshold.ONE) : thresholds;
    }
}
