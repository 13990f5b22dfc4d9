package dev.sallyport.cli.command;

import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.RequestReview;
import dev.sallyport.api.v1.RequestedNode;
import dev.sallyport.cli.terminal.LocalOffset;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.model.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An access request, for people and for programs. */
final class RequestText {

    private RequestText() {}

    static String state(AccessRequest request) {
        return request.getState().name().toLowerCase(Locale.ROOT);
    }

    /** {@code access}, or {@code access on web-1, web-2}. */
    static String wanted(AccessRequest request) {
        String roles = String.join(", ", request.getRolesList());
        List<String> nodes =
                request.getNodesList().stream().map(RequestedNode::getName).toList();
        return nodes.isEmpty() ? roles : roles + " on " + String.join(", ", nodes);
    }

    static String lines(AccessRequest request, LocalOffset zone) {
        StringBuilder text = new StringBuilder();
        line(text, "Request", request.getId());
        line(text, "User", request.getUser());
        line(text, "Roles", wanted(request));
        line(text, "Reason", request.getReason());
        String why = request.getResolution().isEmpty() ? "" : ", " + request.getResolution();
        line(text, "State", state(request) + why);
        line(text, "For", Durations.text(Duration.ofSeconds(request.getDurationSeconds())));
        line(text, "From", Times.minute(Fields.time(request.getStart()), zone));
        if (request.hasEnd()) {
            line(text, "Until", Times.minute(Fields.time(request.getEnd()), zone));
        }
        if (request.getState() == AccessRequest.State.PENDING) {
            line(text, "Decide by", Times.minute(Fields.time(request.getReviewBy()), zone));
            line(text, "Reviewers", String.join(", ", request.getSuggestedReviewersList()));
        }
        for (RequestReview review : request.getReviewsList()) {
            String reason = review.getReason().isEmpty() ? "" : ": " + review.getReason();
            line(text, "Review", review.getReviewer() + (review.getApprove() ? " approves" : " denies") + reason);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append("%-10s %s%n".formatted(name, Neutral.line(value)));
        }
    }

    static Map<String, Object> json(AccessRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", request.getId());
        fields.put("user", request.getUser());
        fields.put("roles", request.getRolesList());
        fields.put(
                "nodes",
                request.getNodesList().stream().map(RequestedNode::getName).toList());
        fields.put("reason", request.getReason());
        fields.put("state", state(request));
        fields.put("resolution", request.getResolution());
        fields.put("created", Fields.time(request.getCreated()).toString());
        fields.put("start", Fields.time(request.getStart()).toString());
        fields.put("end", request.hasEnd() ? Fields.time(request.getEnd()).toString() : "");
        fields.put("duration_seconds", request.getDurationSeconds());
        fields.put("review_by", Fields.time(request.getReviewBy()).toString());
        fields.put(
                "reviews",
                request.getReviewsList().stream()
                        .map(review -> Map.of(
                                "reviewer", review.getReviewer(),
                                "approve", review.getApprove(),
                                "reason", review.getReason(),
                                "at", Fields.time(review.getAt()).toString()))
                        .toList());
        return fields;
    }
}
