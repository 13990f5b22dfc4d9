package dev.sallyport.model.role;

import dev.sallyport.model.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * One side of a role. What it allows must meet all of these; of what it denies, meeting one is enough.
 *
 * @param logins Unix users
 * @param nodeLabels which nodes
 * @param nodeExpression which nodes, by an expression; where both are given, to be allowed takes both
 * @param commands command lines that exec requests may have; none: any, and shells too
 * @param times when; none: always
 * @param rules administration
 * @param request which roles may be asked for
 * @param review whose requests may be reviewed
 * @param shared sessions with several people in them
 */
public record Conditions(
        List<TextPattern> logins,
        LabelMatcher nodeLabels,
        Optional<Expression> nodeExpression,
        List<TextPattern> commands,
        List<TimeWindow> times,
        List<AdminRule> rules,
        Optional<RequestRule> request,
        Optional<ReviewRule> review,
        SharedSessions shared) {

    public static final Conditions NONE =
            new Conditions(List.of(), LabelMatcher.NOTHING, Optional.empty(), List.of(), List.of(), List.of());

    public Conditions {
        logins = List.copyOf(logins);
        commands = List.copyOf(commands);
        times = List.copyOf(times);
        rules = List.copyOf(rules);
    }

    /** Without a word about access requests and sessions with several people. */
    public Conditions(
            List<TextPattern> logins,
            LabelMatcher nodeLabels,
            Optional<Expression> nodeExpression,
            List<TextPattern> commands,
            List<TimeWindow> times,
            List<AdminRule> rules) {
        this(
                logins,
                nodeLabels,
                nodeExpression,
                commands,
                times,
                rules,
                Optional.empty(),
                Optional.empty(),
                SharedSessions.NONE);
    }

    /** Whether it says which nodes. */
    public boolean namesNodes() {
        return !nodeLabels.isEmpty() || nodeExpression.isPresent();
    }

    public Conditions withNodes(List<TextPattern> logins, LabelMatcher nodeLabels) {
        return new Conditions(logins, nodeLabels, nodeExpression, commands, times, rules, request, review, shared);
    }

    public Conditions withRules(List<AdminRule> rules) {
        return new Conditions(logins, nodeLabels, nodeExpression, commands, times, rules, request, review, shared);
    }

    public Conditions withRequests(Optional<RequestRule> request, Optional<ReviewRule> review) {
        return new Conditions(logins, nodeLabels, nodeExpression, commands, times, rules, request, review, shared);
    }

    public Conditions withShared(SharedSessions shared) {
        return new Conditions(logins, nodeLabels, nodeExpression, commands, times, rules, request, review, shared);
    }
}
