package dev.sallyport.api.filter;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.expression.ExpressionException;
import java.util.function.Predicate;

/**
 * Which of the things that are listed are wanted.
 *
 * <pre>{@code contains(roles, "dev") && !active}</pre>
 */
public final class MessageFilter implements Predicate<Message> {

    private final FilterFields fields;
    private final Expression expression;

    private MessageFilter(FilterFields fields, Expression expression) {
        this.fields = fields;
        this.expression = expression;
    }

    /**
     * Reads a filter.
     *
     * @param text an expression over the fields of the type, under their names in the API; moments are texts in UTC, {@code
     *     2026-11-21T12:00:00Z}; enumerated values are words, {@code node}
     * @throws Failure INVALID with the character of the mistake and what was expected there
     */
    public static MessageFilter parse(String text, Descriptor type) {
        FilterFields fields = FilterFields.of(type);
        try {
            return new MessageFilter(fields, Expression.parse(text, fields.vocabulary()));
        } catch (ExpressionException e) {
            throw Failure.of(FailureCode.INVALID, "filter, character " + e.column() + ": " + e.text(), e);
        }
    }

    @Override
    public boolean test(Message message) {
        return expression.test(fields.bindings(message));
    }
}
