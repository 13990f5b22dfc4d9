package dev.sallyport.model.expression;

import java.util.ArrayList;
import java.util.List;

/** Finds the function that a call means, by its name and the types of its arguments. */
final class Calls {

    private Calls() {}

    static Node typed(String name, List<Node> arguments, List<Integer> columns, int column) {
        List<Function> candidates = Functions.named(name);
        if (candidates.isEmpty()) {
            throw new ExpressionException(
                    column,
                    "there is no function '" + name + "': expected one of " + String.join(", ", Functions.names()));
        }
        for (Function candidate : candidates) {
            if (fits(candidate, arguments)) {
                return new Node.Call(candidate, compiled(candidate, arguments, columns));
            }
        }
        List<String> signatures = candidates.stream().map(Function::signature).toList();
        throw new ExpressionException(
                column, "these arguments do not fit: expected " + String.join(" or ", signatures));
    }

    private static boolean fits(Function function, List<Node> arguments) {
        if (!function.takes(arguments.size())) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!fits(function.parameter(i), arguments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A pattern is compiled when the expression is read, so it has to be there as a text. */
    private static boolean fits(Type parameter, Node argument) {
        return parameter == Type.PATTERN
                ? argument instanceof Node.Literal && argument.type() == Type.TEXT
                : parameter == argument.type();
    }

    private static List<Node> compiled(Function function, List<Node> arguments, List<Integer> columns) {
        List<Node> ready = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Node argument = arguments.get(i);
            ready.add(
                    function.parameter(i) == Type.PATTERN && argument instanceof Node.Literal literal
                            ? pattern(literal, columns.get(i))
                            : argument);
        }
        return List.copyOf(ready);
    }

    private static Node pattern(Node.Literal text, int column) {
        try {
            return new Node.Literal(
                    Type.PATTERN, new Value.Regex(Patterns.compile(text.value().one())));
        } catch (ExpressionException e) {
            throw e.movedBy(column);
        }
    }
}
