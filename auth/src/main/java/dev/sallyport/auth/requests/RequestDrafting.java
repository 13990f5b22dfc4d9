package dev.sallyport.auth.requests;

import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.model.Durations;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.RequestRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From what somebody asks for to the record that is stored, where the author's roles allow it. */
final class RequestDrafting {

    private static final int MOST_ROLES = 16;
    private static final int MOST_NODES = 64;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration TO_DECIDE = Duration.ofHours(1);
    private static final Duration FARTHEST_START = Duration.ofDays(7);

    private final RequestParty author;
    private final RequestDraft draft;
    private final Instant now;
    private final Map<String, RequestTerms> terms = new TreeMap<>();

    /** @throws Failure INVALID, or DENIED where a role may not be asked for */
    RequestDrafting(RequestParty author, RequestDraft draft, Instant now) {
        this.author = author;
        this.draft = draft;
        this.now = now;
        Names.bounded("roles", draft.roles().size(), MOST_ROLES);
        Names.bounded("nodes", draft.nodes().size(), MOST_NODES);
        Names.text(draft.reason(), "reason");
        if (draft.roles().isEmpty()) {
            throw invalid(
                    "a request asks for something: give roles, or nodes that a role reaches for which you may ask");
        }
        for (String role : draft.roles()) {
            terms.put(
                    role,
                    author.termsOf(Names.role(role))
                            .orElseThrow(() -> Failure.of(
                                    FailureCode.DENIED, author.name() + " may not ask for the role " + role)));
        }
    }

    /** Pending, without an id. */
    RequestRecord record() {
        if (draft.reason().isBlank() && terms.values().stream().anyMatch(RequestTerms::reasonRequired)) {
            throw invalid("your roles ask for a reason with this request: give one ('--reason')");
        }
        Instant start = draft.start().orElse(now);
        if (start.isAfter(now.plus(FARTHEST_START))) {
            throw invalid("a start at " + start + ": expected one in the next " + FARTHEST_START.toDays() + " days");
        }
        Instant decideBy = now.plus(TO_DECIDE);
        RequestRecord.Builder record = RequestRecord.newBuilder()
                .setUser(author.name())
                .putAllTraits(RequestForm.values(author.identity().traits()))
                .addAllRoles(draft.roles())
                .addAllNodes(draft.nodes().stream()
                        .map(node -> RequestRecord.Node.newBuilder()
                                .setId(node.id())
                                .setName(node.name())
                                .build())
                        .toList())
                .setReason(draft.reason())
                .setState(RequestRecord.State.PENDING)
                .setCreatedSeconds(now.getEpochSecond())
                .setStartSeconds(start.getEpochSecond())
                .setDurationSeconds(duration().toSeconds())
                .setReviewBySeconds((start.isAfter(decideBy) ? start : decideBy).getEpochSecond())
                .addAllSuggestedReviewers(reviewers())
                .addAllMarks(author.marks());
        terms.forEach((role, of) ->
                of.thresholds().forEach(threshold -> record.addThresholds(RequestForm.record(role, threshold))));
        return record.build();
    }

    /** Whether rules approve all of it without anybody's review. */
    boolean approvedAtOnce(RequestRecord record) {
        var bindings = RequestForm.plea(record).bindings();
        return terms.values().stream().allMatch(of -> of.approvedAtOnce(bindings, now));
    }

    private List<String> reviewers() {
        return terms.values().stream()
                .flatMap(of -> of.suggestedReviewers().stream())
                .distinct()
                .toList();
    }

    private Duration duration() {
        Duration longest = terms.values().stream()
                .map(RequestTerms::longest)
                .min(Comparator.naturalOrder())
                .orElse(RequestRule.DEFAULT);
        if (draft.duration().isZero()) {
            return longest.compareTo(RequestRule.DEFAULT) < 0 ? longest : RequestRule.DEFAULT;
        }
        if (draft.duration().compareTo(SHORTEST) < 0 || draft.duration().compareTo(longest) > 0) {
            throw invalid("a request for " + draft.duration().toSeconds() + " s: expected " + Durations.text(SHORTEST)
                    + " to " + Durations.text(longest));
        }
        return draft.duration();
    }

    private static Failure invalid(String text) {
        return Failure.of(FailureCode.INVALID, text);
    }
}
