package dev.sallyport.model.expression;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into words: names, quoted texts, signs. */
final class Lexer {

    private static final List<String> SIGNS = List.of("&&", "||", "==", "!=", "!", "(", ")", "[", "]", ",", ".");

    private final String source;
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        int begin = at;
        if (at == source.length()) {
            return new Token(Token.Kind.END, "", begin + 1);
        }
        char first = source.charAt(at);
        if (first == '"' || first == '\'' || first == '`') {
            return new Token(Token.Kind.QUOTED, quoted(first), begin + 1);
        }
        if (isOfName(first)) {
            while (at < source.length() && isOfName(source.charAt(at))) {
                at++;
            }
            return new Token(Token.Kind.NAME, source.substring(begin, at), begin + 1);
        }
        return new Token(Token.Kind.SIGN, sign(), begin + 1);
    }

    private String sign() {
        for (String sign : SIGNS) {
            if (source.startsWith(sign, at)) {
                at += sign.length();
                return sign;
            }
        }
        throw new ExpressionException(
                at + 1,
                "'" + source.charAt(at) + "' is no part of an expression: expected a name, a text or an operator");
    }

    /** A backslash keeps the next quote or backslash from its meaning; between backquotes it has none itself. */
    private String quoted(char quote) {
        int begin = at++;
        StringBuilder text = new StringBuilder();
        while (at < source.length() && source.charAt(at) != quote) {
            boolean escape = quote != '`' && source.charAt(at) == '\\' && at + 1 < source.length() && isEscaped(at + 1);
            if (escape) {
                at++;
            }
            text.append(source.charAt(at++));
        }
        if (at == source.length()) {
            throw new ExpressionException(begin + 1, "a text begins here and does not end: expected " + quote);
        }
        at++;
        return text.toString();
    }

    private boolean isEscaped(int position) {
        char next = source.charAt(position);
        return next == '"' || next == '\'' || next == '\\';
    }

    private static boolean isOfName(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }
}
