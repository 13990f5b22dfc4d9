package dev.sallyport.model.request;

import dev.sallyport.model.role.Threshold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides about a request by its reviews: denied where, for one of its roles, one threshold's denials are reached; else
 * approved where, for each of its roles, one threshold's approvals are. Of each reviewer the last word counts, of the
 * author none.
 *
 * <p>An approval by somebody who shares a key or a second factor with whoever said something before, or with whoever denies or ever denied, does not count: they may be one person. Denials count all the same. What was said and taken back still stands in the way
 * of approvals that share something with it, so that one more denial never makes room for an approval.
 */
public final class RequestDecision {

    private RequestDecision() {}

    /**
     * Decides.
     *
     * @param thresholds role to its thresholds; a role without any is never approved
     * @param reviews in the order in which they were given
     */
    public static RequestOutcome decide(Plea plea, Map<String, List<Threshold>> thresholds, List<Review> reviews) {
        List<Review> denials = denials(plea, reviews);
        List<Review> approvals = approvals(plea, reviews);
        List<String> against = new ArrayList<>();
        boolean approved = !plea.roles().isEmpty();
        for (String role : plea.roles()) {
            boolean enough = false;
            for (Threshold way : thresholds.getOrDefault(role, List.of())) {
                List<String> denied = counting(plea, way, denials);
                if (denied.size() >= way.denials()) {
                    against.addAll(denied);
                }
                enough |= counting(plea, way, approvals).size() >= way.approvals();
            }
            approved &= enough;
        }
        if (!against.isEmpty()) {
            return new RequestOutcome.Denied(against.stream().distinct().toList());
        }
        return approved
                ? new RequestOutcome.Approved(
                        approvals.stream().map(Review::reviewer).toList())
                : new RequestOutcome.Pending();
    }

    /** Whether what this account says never counts, because the author may be behind it. */
    public static boolean isAuthors(Plea plea, String reviewer, Set<String> marks) {
        return reviewer.equals(plea.author()) || !Collections.disjoint(marks, plea.marks());
    }

    private static List<Review> denials(Plea plea, List<Review> reviews) {
        return lastWords(plea, reviews).values().stream()
                .filter(review -> !review.approves())
                .toList();
    }

    private static List<Review> approvals(Plea plea, List<Review> reviews) {
        return lastWords(plea, reviews).values().stream()
                .filter(Review::approves)
                .filter(review -> reviews.subList(0, reviews.lastIndexOf(review)).stream()
                        .noneMatch(before -> mayBeOne(before, review)))
                .filter(review -> reviews.stream().noneMatch(other -> !other.approves() && mayBeOne(other, review)))
                .toList();
    }

    private static boolean mayBeOne(Review one, Review other) {
        return !one.reviewer().equals(other.reviewer()) && !Collections.disjoint(one.marks(), other.marks());
    }

    /** As if the author had said nothing, under whichever name. */
    private static Map<String, Review> lastWords(Plea plea, List<Review> reviews) {
        Map<String, Review> last = new LinkedHashMap<>();
        reviews.stream()
                .filter(review -> !isAuthors(plea, review.reviewer(), review.marks()))
                .forEach(review -> last.put(review.reviewer(), review));
        return last;
    }

    private static List<String> counting(Plea plea, Threshold way, List<Review> reviews) {
        return reviews.stream()
                .filter(review -> way.filter().isEmpty()
                        || way.filter().get().test(plea.bindings(review.reviewer(), review.roles(), review.traits())))
                .map(Review::reviewer)
                .toList();
    }
}
