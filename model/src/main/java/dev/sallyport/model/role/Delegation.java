package dev.sallyport.model.role;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a role may say that was written by somebody who may write some roles only. Else whoever manages the roles of one
 * team could write one that opens everything, and hold it.
 *
 * <p>The rule is one that a person can check by eye: such a role reaches only nodes that carry the role's own labels, and
 * gives no administration. Only its allow side is asked; denials never widen.
 */
public final class Delegation {

    private Delegation() {}

    /**
     * Why this role goes beyond its own labels; empty where it does not.
     *
     * @param labels of the role itself
     */
    public static Optional<String> objection(Role role, Map<String, String> labels) {
        Conditions allow = role.allow();
        if (labels.isEmpty()) {
            return Optional.of(
                    "the role has no labels of its own in metadata.labels: expected those of the nodes it is for");
        }
        if (!allow.rules().isEmpty()) {
            return Optional.of("allow.rules gives administration: only who may write every role gives that");
        }
        return allow.namesNodes() ? outside(allow.nodeLabels(), labels) : Optional.empty();
    }

    /** An expression narrows what the labels say, so the labels alone must be narrow enough. */
    private static Optional<String> outside(LabelMatcher nodes, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            List<TextPattern> patterns = nodes.wanted().getOrDefault(label.getKey(), List.of());
            if (!patterns.equals(List.of(new TextPattern.Exactly(label.getValue())))) {
                return Optional.of("allow.node_labels reaches beyond the role's own labels: expected " + label.getKey()
                        + ": [" + label.getValue() + "] in it");
            }
        }
        return Optional.empty();
    }
}
