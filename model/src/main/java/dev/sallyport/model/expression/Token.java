package dev.sallyport.model.expression;

/**
 * One word of an expression.
 *
 * @param text as written; of a quoted text what it stands for
 * @param column of its first character, from 1 on
 */
record Token(Kind kind, String text, int column) {

    enum Kind {
        NAME,
        QUOTED,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
