package dev.sallyport.model.expression;

/**
 * An expression that answers yes or no, read and typed. Equal when written alike.
 *
 * <pre>{@code labels["env"] == "dev" && contains(user.traits["team"], labels["team"])}</pre>
 */
public final class Expression {

    /** Longest expression, in characters. */
    public static final int LONGEST = 4096;

    private final String source;
    private final Node node;

    private Expression(String source, Node node) {
        this.source = source;
        this.node = node;
    }

    /**
     * Reads an expression.
     *
     * @param vocabulary the names that it may use
     * @throws ExpressionException telling the column and what was expected there
     */
    public static Expression parse(String source, Vocabulary vocabulary) {
        requireShort(source);
        Node node = Parser.parse(source, vocabulary);
        if (node.type() != Type.FLAG) {
            throw new ExpressionException(1, "this comes to a " + node.type() + ": expected a yes or no");
        }
        return new Expression(source, node);
    }

    static void requireShort(String source) {
        if (source.length() > LONGEST) {
            throw new ExpressionException(LONGEST, source.length() + " characters: expected at most " + LONGEST);
        }
    }

    /** Whether it holds. */
    public boolean test(Bindings bindings) {
        return node.evaluate(bindings).isTrue();
    }

    /** Whether no labels, traits or names can make it hold: there are none in it, and it does not. */
    public boolean isNever() {
        return isConstant(node) && !test(new Bindings());
    }

    private static boolean isConstant(Node node) {
        return switch (node) {
            case Node.Literal _ -> true;
            case Node.Name _, Node.Entry _ -> false;
            case Node.Call call -> call.arguments().stream().allMatch(Expression::isConstant);
            case Node.Equal equal -> isConstant(equal.left()) && isConstant(equal.right());
            case Node.Not(Node inner) -> isConstant(inner);
            case Node.Several several -> several.parts().stream().allMatch(Expression::isConstant);
        };
    }

    /** As written. */
    public String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && expression.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
