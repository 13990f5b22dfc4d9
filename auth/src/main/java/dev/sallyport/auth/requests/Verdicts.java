package dev.sallyport.auth.requests;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RequestEvent;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.auth.state.v1.RequestRecord.State;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.request.Plea;
import dev.sallyport.model.request.RequestDecision;
import dev.sallyport.model.request.RequestOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What becomes of a request by what was said about it. */
final class Verdicts {

    private static final int MOST_REVIEWS = 100;

    private final Ledger ledger;
    private final InstantSource clock;

    Verdicts(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @throws Failure DENIED where the party may not review it, CONFLICT where it is decided or its time is over */
    static void requireReviewable(RequestRecord record, RequestParty reviewer) {
        Plea plea = RequestForm.plea(record);
        if (record.getUser().equals(reviewer.name())) {
            throw Failure.of(FailureCode.DENIED, "nobody reviews a request of their own");
        }
        if (RequestDecision.isAuthors(plea, reviewer.name(), reviewer.marks())) {
            throw Failure.of(
                    FailureCode.DENIED,
                    reviewer.name() + " shares a key or a second factor with the author of this request, and nobody"
                            + " reviews a request of their own");
        }
        if (!reviewer.mayReview(plea)) {
            throw Failure.of(
                    FailureCode.DENIED,
                    reviewer.name() + " may not review requests for " + String.join(", ", plea.roles())
                            + ": no role says so (allow.review_requests)");
        }
        if (record.getState() != State.PENDING) {
            throw RequestShelf.over(record);
        }
        Names.bounded("reviews", record.getReviewsCount() + 1, MOST_REVIEWS);
    }

    /**
     * The request after its last review.
     *
     * @param events gets what that comes to, if anything
     */
    RequestRecord decide(RequestRecord said, EventSubject by, List<AuditEvent> events) {
        return switch (RequestDecision.decide(
                RequestForm.plea(said), RequestForm.thresholds(said), RequestForm.reviews(said))) {
            case RequestOutcome.Pending _ -> said;
            case RequestOutcome.Approved(List<String> reviewers) -> {
                RequestRecord approved = approved(said, String.join(", ", reviewers));
                events.add(approval(approved, String.join(",", reviewers), by));
                yield approved;
            }
            case RequestOutcome.Denied(List<String> reviewers) -> {
                String names = String.join(", ", reviewers);
                events.add(new RequestEvent.Denied(ledger.head(by), said.getId(), said.getUser(), names));
                yield said.toBuilder()
                        .setState(State.DENIED)
                        .setResolution("denied by " + names)
                        .build();
            }
        };
    }

    /** Its time runs from the approval, or from its start where that is later. */
    RequestRecord approved(RequestRecord record, String by) {
        long start = Math.max(record.getStartSeconds(), clock.instant().getEpochSecond());
        return record.toBuilder()
                .setState(State.APPROVED)
                .setStartSeconds(start)
                .setEndSeconds(start + record.getDurationSeconds())
                .setResolution("approved by " + by)
                .build();
    }

    AuditEvent approval(RequestRecord approved, String by, EventSubject subject) {
        return new RequestEvent.Approved(
                ledger.head(subject),
                approved.getId(),
                approved.getUser(),
                by,
                Instant.ofEpochSecond(approved.getEndSeconds()));
    }
}
