package dev.sallyport.api.role;

import dev.sallyport.api.v1.AutoApproval;
import dev.sallyport.api.v1.RequestCondition;
import dev.sallyport.api.v1.RequestThreshold;
import dev.sallyport.api.v1.ReviewCondition;
import dev.sallyport.model.Durations;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.RequestRule;
import dev.sallyport.model.role.ReviewRule;
import dev.sallyport.model.role.Threshold;

/** Writes {@code request} and {@code review_requests}. */
final class RequestsWriter {

    private RequestsWriter() {}

    static RequestCondition request(RequestRule rule) {
        RequestCondition.Builder message = RequestCondition.newBuilder()
                .addAllRoles(RoleWriter.sources(rule.roles()))
                .setMaxDuration(rule.maxDuration().map(Durations::text).orElse(""))
                .setReason(rule.reasonRequired() ? "required" : "")
                .addAllThresholds(rule.thresholds().stream()
                        .map(RequestsWriter::threshold)
                        .toList())
                .addAllSuggestedReviewers(rule.suggestedReviewers());
        rule.autoApproval()
                .ifPresent(approval -> message.setAutoApprove(AutoApproval.newBuilder()
                        .setWhere(approval.where().map(Expression::source).orElse(""))
                        .addAllTimes(
                                approval.times().stream().map(RoleWriter::times).toList())));
        return message.build();
    }

    private static RequestThreshold threshold(Threshold threshold) {
        return RequestThreshold.newBuilder()
                .setApprove(threshold.approvals())
                .setDeny(threshold.denials())
                .setFilter(threshold.filter().map(Expression::source).orElse(""))
                .build();
    }

    static ReviewCondition review(ReviewRule rule) {
        return ReviewCondition.newBuilder()
                .addAllRoles(RoleWriter.sources(rule.roles()))
                .setWhere(rule.where().map(Expression::source).orElse(""))
                .build();
    }
}
