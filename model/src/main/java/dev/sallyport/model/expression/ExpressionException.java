package dev.sallyport.model.expression;

/** An expression, template or pattern that cannot be understood; the message is for whoever wrote it. */
public final class ExpressionException extends RuntimeException {

    private final int column;

    ExpressionException(int column, String message) {
        super(message);
        this.column = column;
    }

    /** Where in the text, from 1 on. */
    public int column() {
        return column;
    }

    /** What is wrong there. */
    public String text() {
        return String.valueOf(getMessage());
    }

    ExpressionException movedBy(int columns) {
        return new ExpressionException(column + columns, text());
    }
}
