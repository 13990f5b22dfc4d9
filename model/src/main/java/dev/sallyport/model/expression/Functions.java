package dev.sallyport.model.expression;

import static dev.sallyport.model.expression.Type.FLAG;
import static dev.sallyport.model.expression.Type.LABELS;
import static dev.sallyport.model.expression.Type.PATTERN;
import static dev.sallyport.model.expression.Type.TEXT;
import static dev.sallyport.model.expression.Type.TEXTS;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The functions of the language. A name may have several, told apart by the types of their arguments. */
final class Functions {

    private static final List<Function> ALL = Stream.of(membership(), patterns(), texts())
            .flatMap(Collection::stream)
            .toList();

    private Functions() {}

    static List<Function> named(String name) {
        return ALL.stream().filter(function -> function.name().equals(name)).toList();
    }

    static List<String> names() {
        return ALL.stream().map(Function::name).distinct().sorted().toList();
    }

    private static List<Function> membership() {
        return List.of(
                flag(
                        "contains",
                        List.of(TEXTS, TEXT),
                        in -> in.get(0).all().contains(in.get(1).one())),
                flag(
                        "contains_any",
                        List.of(TEXTS, TEXTS),
                        in -> in.get(1).all().stream().anyMatch(in.get(0).all()::contains)),
                flag(
                        "contains_all",
                        List.of(TEXTS, TEXTS),
                        in -> in.get(0).all().containsAll(in.get(1).all())),
                flag("is_empty", List.of(TEXTS), in -> in.get(0).all().isEmpty()),
                flag("is_empty", List.of(TEXT), in -> in.get(0).one().isEmpty()),
                flag(
                        "has",
                        List.of(LABELS, TEXT),
                        in -> ((Value.Labels) in.get(0))
                                .byName()
                                .containsKey(in.get(1).one())),
                new Function(
                        "set",
                        List.of(TEXT),
                        true,
                        TEXTS,
                        in -> new Value.Texts(
                                in.stream().map(Value::one).distinct().toList())),
                new Function(
                        "union",
                        List.of(TEXTS),
                        true,
                        TEXTS,
                        in -> new Value.Texts(in.stream()
                                .flatMap(list -> list.all().stream())
                                .distinct()
                                .toList())));
    }

    private static List<Function> patterns() {
        return List.of(
                flag("regexp.match", List.of(TEXT, PATTERN), Functions::matches),
                flag("regexp.match", List.of(TEXTS, PATTERN), Functions::matches),
                new Function(
                        "regexp.replace",
                        List.of(TEXT, PATTERN, TEXT),
                        false,
                        TEXT,
                        in -> new Value.Text(replaced(in.get(0).one(), in))),
                new Function(
                        "regexp.replace",
                        List.of(TEXTS, PATTERN, TEXT),
                        false,
                        TEXTS,
                        in -> each(in.get(0), text -> replaced(text, in))));
    }

    private static List<Function> texts() {
        return Stream.of(
                        mapping("email.local", Functions::localPart),
                        mapping("strings.lower", text -> text.toLowerCase(Locale.ROOT)),
                        mapping("strings.upper", text -> text.toUpperCase(Locale.ROOT)),
                        List.of(
                                flag(
                                        "strings.has_prefix",
                                        List.of(TEXT, TEXT),
                                        in -> in.get(0)
                                                .one()
                                                .startsWith(in.get(1).one())),
                                flag(
                                        "strings.has_suffix",
                                        List.of(TEXT, TEXT),
                                        in -> in.get(0).one().endsWith(in.get(1).one()))))
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<Function> mapping(String name, UnaryOperator<String> change) {
        return List.of(
                new Function(
                        name,
                        List.of(TEXT),
                        false,
                        TEXT,
                        in -> new Value.Text(change.apply(in.getFirst().one()))),
                new Function(name, List.of(TEXTS), false, TEXTS, in -> each(in.getFirst(), change)));
    }

    private static Function flag(String name, List<Type> parameters, java.util.function.Predicate<List<Value>> test) {
        return new Function(name, parameters, false, FLAG, in -> new Value.Flag(test.test(in)));
    }

    private static boolean matches(List<Value> in) {
        Pattern pattern = ((Value.Regex) in.get(1)).pattern();
        return in.get(0).all().stream().anyMatch(text -> pattern.matcher(text).matches());
    }

    /** A text that the pattern does not match comes to nothing, so that nobody's rights grow by a near miss. */
    private static String replaced(String text, List<Value> in) {
        Pattern pattern = ((Value.Regex) in.get(1)).pattern();
        return pattern.matcher(text).find()
                ? pattern.matcher(text).replaceAll(in.get(2).one())
                : "";
    }

    private static Value each(Value texts, UnaryOperator<String> change) {
        return new Value.Texts(texts.all().stream()
                .map(change)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList());
    }

    private static String localPart(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : address.substring(0, at);
    }
}
