package dev.sallyport.model.expression;

import java.util.ArrayList;
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
            return switch (table.evaluate(bindings)) {
                case Value.Labels(var byName) -> new Value.Text(byName.getOrDefault(key, ""));
                case Value.Traits(var byName) -> new Value.Texts(byName.getOrDefault(key, List.of()));
                case Value.Text _, Value.Texts _, Value.Flag _, Value.Regex _ ->
                    throw new IllegalStateException("no entries: " + table);
            };
        }
    }

    record Call(Function function, List<Node> arguments) implements Node {
        @Override
        public Type type() {
            return function.result();
        }

        @Override
        public Value evaluate(Bindings bindings) {
            List<Value> values = new ArrayList<>(arguments.size());
            for (Node argument : arguments) {
                values.add(argument.evaluate(bindings));
            }
            return function.body().apply(values);
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
            for (Node part : parts) {
                if (part.evaluate(bindings).isTrue() != all) {
                    return new Value.Flag(!all);
                }
            }
            return new Value.Flag(all);
        }
    }
}
