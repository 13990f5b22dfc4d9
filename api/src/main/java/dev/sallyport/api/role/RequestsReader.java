package dev.sallyport.api.role;

import dev.sallyport.api.v1.AutoApproval;
import dev.sallyport.api.v1.RequestCondition;
import dev.sallyport.api.v1.RequestThreshold;
import dev.sallyport.api.v1.ReviewCondition;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.model.Durations;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.expression.Vocabulary;
import dev.sallyport.model.role.RequestRule;
import dev.sallyport.model.role.ReviewRule;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.Threshold;
import dev.sallyport.model.role.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code request} and {@code review_requests}. */
final class RequestsReader {

    private static final int MOST = 64;
    private static final int MOST_REVIEWS = 64;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Faults faults;
    private final String path;
    private final boolean allow;

    RequestsReader(Faults faults, String path, boolean allow) {
        this.faults = faults;
        this.path = path;
        this.allow = allow;
    }

    Optional<RequestRule> request(RoleConditions conditions) {
        if (!conditions.hasRequest()) {
            return Optional.empty();
        }
        RequestCondition message = conditions.getRequest();
        String at = path + ".request";
        List<TextPattern> roles = roles(at, message.getRolesList());
        RequestCondition onlyRoles = RequestCondition.newBuilder()
                .addAllRoles(message.getRolesList())
                .build();
        if (!allow && !message.equals(onlyRoles)) {
            faults.add(at, "expected roles and nothing else: what is denied has no conditions");
        }
        return Optional.of(new RequestRule(
                roles,
                duration(at + ".max_duration", message.getMaxDuration()),
                required(at + ".reason", message.getReason()),
                thresholds(at + ".thresholds", message.getThresholdsList()),
                reviewers(at + ".suggested_reviewers", message.getSuggestedReviewersList()),
                message.hasAutoApprove()
                        ? Optional.of(approval(at + ".auto_approve", message.getAutoApprove()))
                        : Optional.empty()));
    }

    Optional<ReviewRule> review(RoleConditions conditions) {
        if (!conditions.hasReviewRequests()) {
            return Optional.empty();
        }
        ReviewCondition message = conditions.getReviewRequests();
        String at = path + ".review_requests";
        return Optional.of(new ReviewRule(
                roles(at, message.getRolesList()), expression(at + ".where", message.getWhere(), Words.REVIEW)));
    }

    private List<TextPattern> roles(String at, List<String> texts) {
        if (texts.isEmpty()) {
            faults.add(at + ".roles", "no role: this says nothing; expected names of roles");
        }
        return faults.bounded(at + ".roles", texts.size(), MOST)
                ? faults.readAll(at + ".roles", texts, TextPattern::parse)
                : List.of();
    }

    private Optional<Duration> duration(String at, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> read = faults.read(at, text, Durations::parse);
        if (read.filter(span -> span.compareTo(SHORTEST) < 0 || span.compareTo(RequestRule.LONGEST) > 0)
                .isPresent()) {
            faults.add(
                    at,
                    "'" + text + "': expected " + Durations.text(SHORTEST) + " to "
                            + Durations.text(RequestRule.LONGEST));
        }
        return read;
    }

    private boolean required(String at, String text) {
        return switch (text) {
            case "required" -> true;
            case "", "optional" -> false;
            default -> {
                faults.add(at, "'" + text + "': expected required or optional");
                yield false;
            }
        };
    }

    private List<Threshold> thresholds(String at, List<RequestThreshold> messages) {
        List<Threshold> read = new ArrayList<>();
        if (faults.bounded(at, messages.size(), MOST)) {
            for (int i = 0; i < messages.size(); i++) {
                RequestThreshold message = messages.get(i);
                String here = at + "[" + i + "]";
                read.add(new Threshold(
                        count(here + ".approve", message.getApprove()),
                        count(here + ".deny", message.getDeny()),
                        expression(here + ".filter", message.getFilter(), Words.REVIEW)));
            }
        }
        return read;
    }

    private int count(String at, int number) {
        if (number < 0 || number > MOST_REVIEWS) {
            faults.add(at, number + ": expected 1 to " + MOST_REVIEWS);
        }
        return Math.max(1, number);
    }

    private List<String> reviewers(String at, List<String> names) {
        return faults.bounded(at, names.size(), MOST) ? names : List.of();
    }

    private RequestRule.AutoApproval approval(String at, AutoApproval message) {
        return new RequestRule.AutoApproval(
                expression(at + ".where", message.getWhere(), Words.REQUEST),
                new TimesReader(faults, at + ".times").read(message.getTimesList()));
    }

    private Optional<Expression> expression(String at, String text, Vocabulary words) {
        return text.isEmpty() ? Optional.empty() : faults.read(at, text, source -> Expression.parse(source, words));
    }
}
