package dev.sallyport.model.role;

import dev.sallyport.model.expression.Type;
import dev.sallyport.model.expression.Vocabulary;
import java.util.Map;

/** The names that a role's expressions may use, by where they stand. */
public final class Words {

    private static final Vocabulary USER = new Vocabulary(Map.of(
            "user.name", Type.TEXT,
            "user.metadata.name", Type.TEXT,
            "user.roles", Type.TEXTS,
            "user.traits", Type.TRAITS,
            "user.spec.traits", Type.TRAITS));

    /** In double braces; {@code internal} and {@code external} are both the user's traits, whoever gave them. */
    public static final Vocabulary TEMPLATE =
            new Vocabulary(Map.of("internal", Type.TRAITS, "external", Type.TRAITS, "user.name", Type.TEXT));

    /** In {@code node_labels_expression}. */
    public static final Vocabulary LABELS = USER.with(new Vocabulary(Map.of("labels", Type.LABELS)));

    /** In {@code where}. */
    public static final Vocabulary WHERE = USER.with(new Vocabulary(Map.of(
            "resource.kind", Type.TEXT,
            "resource.metadata.name", Type.TEXT,
            "resource.metadata.labels", Type.LABELS,
            "session.participants", Type.TEXTS,
            "session.login", Type.TEXT,
            "session.node", Type.TEXT)));

    /** In {@code request.auto_approve.where}: the author is the user. */
    public static final Vocabulary REQUEST = new Vocabulary(Map.of(
            "user.name", Type.TEXT,
            "user.metadata.name", Type.TEXT,
            "user.traits", Type.TRAITS,
            "user.spec.traits", Type.TRAITS,
            "request.user", Type.TEXT,
            "request.traits", Type.TRAITS,
            "request.roles", Type.TEXTS,
            "request.reason", Type.TEXT));

    /** In {@code review_requests.where} and in thresholds' {@code filter}: the reviewer is the user. */
    public static final Vocabulary REVIEW = USER.with(REQUEST)
            .with(new Vocabulary(
                    Map.of("reviewer.name", Type.TEXT, "reviewer.roles", Type.TEXTS, "reviewer.traits", Type.TRAITS)));

    /** In {@code require_session_join.filter}: whoever joined is the user. */
    public static final Vocabulary ATTENDANT = USER;

    private Words() {}
}
