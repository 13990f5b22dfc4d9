package dev.sallyport.model.expression;

import java.util.List;

/** A part of an expression that was read and typed. */
sealed interface Node {

    Type type();

    Value evaluate(Bindings bindings);

    record Literal(Type type, Value value) implements Node {
        @Override
        public Value evaluate(Bindings bindings) {
            return value;
        }
    }

    record Name(Type type, String name) implements Node {
        @Override
        public Value evaluate(Bindings bindings) {
            return bindings.of(name, type);
        }
    }

    /** One name of labels or traits. */
    record Entry(Type type, Node table, String key) implements Node {
        @Override
        public Value evaluate(Bindings bindings) {
            List<String> texts =
                    ((Value.Table) table.evaluate(bindings)).byName().getOrDefault(key, List.of());
            return type == Type.TEXT ? new Value.Text(texts.isEmpty() ? "" : texts.getFirst()) : new Value.Texts(texts);
        }
    }

    record Call(Function function, List<Node> arguments) implements Node {
        @Override
        public Type type() {
            return function.result();
        }

        @Override
        public Value evaluate(Bindings bindings) {
            return function.body()
                    .apply(arguments.stream()
                            .map(argument -> argument.evaluate(bindings))
                            .toList());
        }
    }

    record Equal(Node left, Node right, boolean wanted) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }

        @Override
        public Value evaluate(Bindings bindings) {
            return new Value.Flag(left.evaluate(bindings).equals(right.evaluate(bindings)) == wanted);
        }
    }

    record Not(Node inner) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }

        @Override
        public Value evaluate(Bindings bindings) {
            return new Value.Flag(!inner.evaluate(bindings).isTrue());
        }
    }

    /** All of them, or one of them; from left to right, and no further than needed. */
    record Several(List<Node> parts, boolean all) implements Node {
        @Override
        public Type type() {
            return Type.FLAG;
        }

        @Override
        public Value evaluate(Bindings bindings) {
            return new Value.Flag(
                    all
                            ? parts.stream()
                                    .allMatch(part -> part.evaluate(bindings).isTrue())
                            : parts.stream()
                                    .anyMatch(part -> part.evaluate(bindings).isTrue()));
        }
    }
}
