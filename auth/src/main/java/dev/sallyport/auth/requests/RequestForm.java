package dev.sallyport.auth.requests;

import dev.sallyport.auth.state.v1.RequestRecord;
import dev.sallyport.auth.state.v1.Values;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.request.Plea;
import dev.sallyport.model.request.Review;
import dev.sallyport.model.role.Threshold;
import dev.sallyport.model.role.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Requests between records and the model. */
final class RequestForm {

    private RequestForm() {}

    static Plea plea(RequestRecord record) {
        return new Plea(
                record.getUser(),
                traits(record.getTraitsMap()),
                record.getRolesList(),
                record.getReason(),
                Set.copyOf(record.getMarksList()));
    }

    static Map<String, List<Threshold>> thresholds(RequestRecord record) {
        Map<String, List<Threshold>> read = new LinkedHashMap<>();
        for (RequestRecord.Threshold stored : record.getThresholdsList()) {
            Optional<Expression> filter = stored.getFilter().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Expression.parse(stored.getFilter(), Words.REVIEW));
            read.computeIfAbsent(stored.getRole(), _ -> new ArrayList<>())
                    .add(new Threshold(stored.getApprove(), stored.getDeny(), filter));
        }
        return read;
    }

    static RequestRecord.Threshold record(String role, Threshold threshold) {
        return RequestRecord.Threshold.newBuilder()
                .setRole(role)
                .setApprove(threshold.approvals())
                .setDeny(threshold.denials())
                .setFilter(threshold.filter().map(Expression::source).orElse(""))
                .build();
    }

    static List<Review> reviews(RequestRecord record) {
        return record.getReviewsList().stream().map(RequestForm::review).toList();
    }

    private static Review review(RequestRecord.Review stored) {
        return new Review(
                stored.getReviewer(),
                stored.getApprove(),
                stored.getReason(),
                Instant.ofEpochMilli(stored.getMillis()),
                stored.getRolesList(),
                traits(stored.getTraitsMap()),
                Set.copyOf(stored.getMarksList()));
    }

    static RequestRecord.Review record(Review review) {
        return RequestRecord.Review.newBuilder()
                .setReviewer(review.reviewer())
                .setApprove(review.approves())
                .setReason(review.reason())
                .setMillis(review.at().toEpochMilli())
                .addAllRoles(review.roles())
                .putAllTraits(values(review.traits()))
                .addAllMarks(review.marks())
                .build();
    }

    static Map<String, Values> values(Map<String, List<String>> traits) {
        Map<String, Values> values = new TreeMap<>();
        traits.forEach((name, list) ->
                values.put(name, Values.newBuilder().addAllValues(list).build()));
        return values;
    }

    private static Map<String, List<String>> traits(Map<String, Values> values) {
        Map<String, List<String>> traits = new TreeMap<>();
        values.forEach((name, list) -> traits.put(name, List.copyOf(list.getValuesList())));
        return traits;
    }
}
