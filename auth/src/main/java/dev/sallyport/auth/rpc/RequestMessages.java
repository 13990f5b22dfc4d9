package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.RequestReview;
import dev.sallyport.api.v1.RequestedNode;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.v1.RequestRecord;
import java.time.Instant;

/** Access requests as messages. */
final class RequestMessages {

    private RequestMessages() {}

    static AccessRequest write(RequestRecord record) {
        AccessRequest.Builder message = AccessRequest.newBuilder()
                .setId(record.getId())
                .setUser(record.getUser())
                .addAllRoles(record.getRolesList())
                .setReason(record.getReason())
                .setState(state(record.getState()))
                .setCreated(Moments.of(Instant.ofEpochSecond(record.getCreatedSeconds())))
                .setStart(Moments.of(Instant.ofEpochSecond(record.getStartSeconds())))
                .setDurationSeconds(record.getDurationSeconds())
                .setReviewBy(Moments.of(Instant.ofEpochSecond(record.getReviewBySeconds())))
                .addAllSuggestedReviewers(record.getSuggestedReviewersList())
                .setResolution(record.getResolution());
        if (record.getEndSeconds() > 0) {
            message.setEnd(Moments.of(Instant.ofEpochSecond(record.getEndSeconds())));
        }
        record.getNodesList()
                .forEach(node -> message.addNodes(
                        RequestedNode.newBuilder().setId(node.getId()).setName(node.getName())));
        record.getReviewsList()
                .forEach(review -> message.addReviews(RequestReview.newBuilder()
                        .setReviewer(review.getReviewer())
                        .setApprove(review.getApprove())
                        .setReason(review.getReason())
                        .setAt(Moments.ofMillis(review.getMillis()))));
        return message.build();
    }

    private static AccessRequest.State state(RequestRecord.State state) {
        return switch (state) {
            case PENDING -> AccessRequest.State.PENDING;
            case APPROVED -> AccessRequest.State.APPROVED;
            case DENIED -> AccessRequest.State.DENIED;
            case DROPPED -> AccessRequest.State.DROPPED;
            case PROMOTED -> AccessRequest.State.PROMOTED;
            case EXPIRED -> AccessRequest.State.EXPIRED;
            case STATE_UNSPECIFIED, UNRECOGNIZED -> AccessRequest.State.STATE_UNSPECIFIED;
        };
    }
}
