package dev.sallyport.model.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with expressions in double braces, which comes to as many texts as their values make: {@code dev-{{internal.team}}}
 * with two teams is two texts, with none it is none. What a value says is taken as it is: braces in it are no template, so
 * nothing expands twice. Equal when written alike.
 */
public final class Template {

    /** Most texts that one template may come to; what is beyond is left out, which can only narrow. */
    public static final int MOST = 1000;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String source;
    private final List<Node> parts;

    private Template(String source, List<Node> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws ExpressionException telling the column and what was expected there
     */
    public static Template parse(String source, Vocabulary vocabulary) {
        Expression.requireShort(source);
        List<Node> parts = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            int open = source.indexOf(OPEN, at);
            int textEnd = open < 0 ? source.length() : open;
            if (textEnd > at) {
                parts.add(new Node.Literal(Type.TEXT, new Value.Text(source.substring(at, textEnd))));
            }
            at = textEnd;
            if (open >= 0) {
                int close = close(source, open);
                parts.add(inner(source, open, close, vocabulary));
                at = close + CLOSE.length();
            }
        }
        return new Template(source, parts);
    }

    /** A text that stands for itself, whatever is in it. */
    public static Template literal(String text) {
        return new Template(text, List.of(new Node.Literal(Type.TEXT, new Value.Text(text))));
    }

    /** Whether it has an expression in it. */
    public boolean isLiteral() {
        return parts.stream().allMatch(Node.Literal.class::isInstance);
    }

    /** The texts it comes to. */
    public List<String> expand(Bindings bindings) {
        List<String> texts = List.of("");
        for (Node part : parts) {
            List<String> ends = part.evaluate(bindings).all();
            texts = texts.stream()
                    .flatMap(
                            front -> ends.stream().filter(end -> !end.isEmpty()).map(front::concat))
                    .limit(MOST)
                    .toList();
        }
        return texts.stream().filter(text -> !text.isEmpty()).distinct().toList();
    }

    /** As written. */
    public String source() {
        return source;
    }

    private static int close(String source, int open) {
        int close = source.indexOf(CLOSE, open);
        if (close < 0) {
            throw new ExpressionException(open + 1, "'{{' begins here and does not end: expected '}}'");
        }
        return close;
    }

    private static Node inner(String source, int open, int close, Vocabulary vocabulary) {
        int begin = open + OPEN.length();
        try {
            Node node = Parser.parse(source.substring(begin, close), vocabulary);
            if (node.type() != Type.TEXT && node.type() != Type.TEXTS) {
                throw new ExpressionException(1, "this comes to a " + node.type() + ": expected texts");
            }
            return node;
        } catch (ExpressionException e) {
            throw e.movedBy(begin);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && template.source.equals(source);
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
