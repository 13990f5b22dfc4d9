package dev.sallyport.model.expression;

import java.util.List;

/**
 * A function of the language.
 *
 * @param parameters types of the arguments
 * @param more whether the last one may come any number of times, also never
 */
record Function(String name, List<Type> parameters, boolean more, Type result, Body body) {

    /** What it does: values in, value out. */
    @FunctionalInterface
    interface Body {
        Value apply(List<Value> arguments);
    }

    Function {
        parameters = List.copyOf(parameters);
    }

    boolean takes(int arguments) {
        return more ? arguments >= parameters.size() - 1 : arguments == parameters.size();
    }

    Type parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** As written in messages: {@code contains(list of texts, text)}. */
    String signature() {
        String list = String.join(", ", parameters.stream().map(Type::toString).toList());
        return name + "(" + list + (more ? ", ..." : "") + ")";
    }
}
