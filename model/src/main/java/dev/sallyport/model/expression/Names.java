package dev.sallyport.model.expression;

import java.util.List;

/** Names of the vocabulary, and entries of labels and traits behind them. */
final class Names {

    private Names() {}

    /** The longest name of the vocabulary that the path begins with; one more word may name an entry of it. */
    static Node resolve(List<String> path, Vocabulary vocabulary, int column) {
        String whole = String.join(".", path);
        if (whole.equals("true") || whole.equals("false")) {
            return new Node.Literal(Type.FLAG, new Value.Flag(whole.equals("true")));
        }
        Type type = vocabulary.types().get(whole);
        if (type != null) {
            return new Node.Name(type, whole);
        }
        String front = String.join(".", path.subList(0, path.size() - 1));
        Type table = vocabulary.types().get(front);
        if (table != null) {
            return entry(new Node.Name(table, front), path.getLast(), column);
        }
        throw new ExpressionException(
                column, "there is no '" + whole + "' here: expected one of " + String.join(", ", vocabulary.names()));
    }

    static Node entry(Node table, String key, int column) {
        return switch (table.type()) {
            case LABELS -> new Node.Entry(Type.TEXT, table, key);
            case TRAITS -> new Node.Entry(Type.TEXTS, table, key);
            case TEXT, TEXTS, FLAG, PATTERN ->
                throw new ExpressionException(column, "a " + table.type() + " has no entries: '" + key + "'");
        };
    }
}
