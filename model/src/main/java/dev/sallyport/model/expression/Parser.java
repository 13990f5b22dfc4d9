package dev.sallyport.model.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads and types an expression by recursive descent.
 *
 * <pre>
 * or   = and { "||" and }
 * and  = not { "&amp;&amp;" not }
 * not  = "!" not | side [ ("==" | "!=") side ]
 * side = text | "(" or ")" | path [ "(" [ or { "," or } ] ")" ] { "[" text "]" }
 * path = name { "." name }
 * </pre>
 */
final class Parser {

    private static final int DEEPEST = 64;

    private final Vocabulary vocabulary;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(String source, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.tokens = Lexer.tokens(source);
    }

    static Node parse(String source, Vocabulary vocabulary) {
        Parser parser = new Parser(source, vocabulary);
        Node node = parser.or();
        if (parser.peek().kind() != Token.Kind.END) {
            throw unexpected(parser.peek(), "an operator or the end");
        }
        return node;
    }

    private Node or() {
        Node first = and();
        return peek().is("||") ? several(first, "||", false) : first;
    }

    private Node and() {
        Node first = not();
        return peek().is("&&") ? several(first, "&&", true) : first;
    }

    private Node several(Node first, String sign, boolean all) {
        List<Node> parts = new ArrayList<>(List.of(flag(first)));
        while (peek().is(sign)) {
            take();
            parts.add(flag(all ? not() : and()));
        }
        return new Node.Several(parts, all);
    }

    private Node not() {
        if (!peek().is("!")) {
            return comparison();
        }
        take();
        return deeper(() -> new Node.Not(flag(not())));
    }

    private Node comparison() {
        Node left = side();
        Token sign = peek();
        if (!sign.is("==") && !sign.is("!=")) {
            return left;
        }
        take();
        Node right = side();
        boolean comparable = left.type() == right.type() && (left.type() == Type.TEXT || left.type() == Type.FLAG);
        if (!comparable) {
            throw new ExpressionException(
                    sign.column(),
                    "a " + left.type() + " and a " + right.type() + " are not compared by " + sign.text()
                            + ": expected two texts; contains(list, text) asks a list");
        }
        return new Node.Equal(left, right, sign.is("=="));
    }

    private Node side() {
        Token token = take();
        Node node = switch (token.kind()) {
            case QUOTED -> new Node.Literal(Type.TEXT, new Value.Text(token.text()));
            case NAME -> named(token);
            case SIGN, END -> {
                if (!token.is("(")) {
                    throw unexpected(token, "a name, a text or '('");
                }
                Node inner = deeper(this::or);
                expect(")");
                yield inner;
            }
        };
        while (peek().is("[")) {
            node = entry(node, take());
        }
        return node;
    }

    private Node entry(Node table, Token bracket) {
        Token key = take();
        if (key.kind() != Token.Kind.QUOTED) {
            throw unexpected(key, "a text in quotes");
        }
        expect("]");
        return Names.entry(table, key.text(), bracket.column());
    }

    private Node named(Token first) {
        List<String> path = new ArrayList<>(List.of(first.text()));
        while (peek().is(".")) {
            take();
            Token next = take();
            if (next.kind() != Token.Kind.NAME) {
                throw unexpected(next, "a name");
            }
            path.add(next.text());
        }
        if (peek().is("(")) {
            return call(String.join(".", path), first.column());
        }
        return Names.resolve(path, vocabulary, first.column());
    }

    private Node call(String name, int column) {
        take();
        List<Node> arguments = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        while (!peek().is(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
            }
            columns.add(peek().column());
            arguments.add(deeper(this::or));
        }
        take();
        return Calls.typed(name, arguments, columns, column);
    }

    private Node flag(Node node) {
        if (node.type() != Type.FLAG) {
            throw new ExpressionException(peek().column(), "a " + node.type() + " stands here: expected a yes or no");
        }
        return node;
    }

    private Node deeper(java.util.function.Supplier<Node> part) {
        if (++depth > DEEPEST) {
            throw new ExpressionException(peek().column(), "nested deeper than " + DEEPEST);
        }
        Node node = part.get();
        depth--;
        return node;
    }

    private void expect(String sign) {
        Token token = take();
        if (!token.is(sign)) {
            throw unexpected(token, "'" + sign + "'");
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    /** The next word; at the end that, again and again. */
    private Token take() {
        return tokens.get(at == tokens.size() - 1 ? at : at++);
    }

    private static ExpressionException unexpected(Token token, String wanted) {
        return new ExpressionException(token.column(), token + " stands here: expected " + wanted);
    }
}
