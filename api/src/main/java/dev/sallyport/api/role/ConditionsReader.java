package dev.sallyport.api.role;

import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.Conditions;
import dev.sallyport.model.role.LabelMatcher;
import dev.sallyport.model.role.TextPattern;
import dev.sallyport.model.role.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code spec.allow} or {@code spec.deny}. */
final class ConditionsReader {

    private static final int MOST = 256;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@$-]{0,63}");

    private final Faults faults;
    private final String path;
    private final boolean allow;

    ConditionsReader(Faults faults, String path, boolean allow) {
        this.faults = faults;
        this.path = path;
        this.allow = allow;
    }

    Conditions read(RoleConditions message) {
        RequestsReader requests = new RequestsReader(faults, path, allow);
        Conditions read = new Conditions(
                patterns("logins", message.getLoginsList(), this::login),
                labels(message.getNodeLabelsMap()),
                expression(message.getNodeLabelsExpression()),
                patterns("commands", message.getCommandsList(), TextPattern::parse),
                new TimesReader(faults, path + ".times").read(message.getTimesList()),
                new RulesReader(faults, path + ".rules").read(message.getRulesList()),
                requests.request(message),
                requests.review(message),
                new SharedReader(faults, path, allow).read(message));
        if (allow && !read.logins().isEmpty() && !read.namesNodes()) {
            faults.add(path + ".logins", "no node is named with them: expected node_labels or node_labels_expression");
        }
        return read;
    }

    private List<TextPattern> patterns(
            String name, List<String> texts, java.util.function.Function<String, TextPattern> reader) {
        return faults.bounded(path + "." + name, texts.size(), MOST)
                ? faults.readAll(path + "." + name, texts, reader)
                : List.of();
    }

    /** A certificate lists logins one by one, so what is allowed has to be named; what is denied may be a pattern. */
    private TextPattern login(String text) {
        TextPattern pattern = TextPattern.parse(text);
        boolean named = switch (pattern) {
            case TextPattern.Exactly(String login) -> LOGIN.matcher(login).matches();
            case TextPattern.Filled _ -> true;
            case TextPattern.Any _, TextPattern.Wild _, TextPattern.Shape _ -> !allow;
        };
        if (!named) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected a Unix user, or {{internal.NAME}} for the values of"
                            + " the user's trait NAME" + (allow ? "" : ", or a pattern"));
        }
        return pattern;
    }

    private Optional<Expression> expression(String text) {
        String at = path + ".node_labels_expression";
        Optional<Expression> read = text.isEmpty()
                ? Optional.empty()
                : faults.read(at, text, source -> Expression.parse(source, Words.LABELS));
        if (allow && read.filter(Expression::isNever).isPresent()) {
            faults.add(at, "this never holds, whatever the labels: expected an expression about labels");
        }
        return read;
    }

    private LabelMatcher labels(Map<String, StringList> message) {
        String at = path + ".node_labels";
        if (!faults.bounded(at, message.size(), MOST)) {
            return LabelMatcher.NOTHING;
        }
        Map<String, List<TextPattern>> wanted = new TreeMap<>();
        new TreeMap<>(message).forEach((name, values) -> {
            String here = at + "." + name;
            checkName(here, name, values.getValuesList());
            if (values.getValuesCount() == 0) {
                faults.add(here, "no value: this can match nothing; expected values, or '*' for any");
            }
            if (faults.bounded(here, values.getValuesCount(), MOST)) {
                wanted.put(name, faults.readAll(here, values.getValuesList(), TextPattern::parse));
            }
        });
        return new LabelMatcher(wanted);
    }

    private void checkName(String at, String name, List<String> values) {
        if (name.equals("*")) {
            if (!values.equals(List.of("*"))) {
                faults.add(at, "expected '*' as its only value: it means every node");
            }
        } else if (!LABEL.matcher(name).matches()) {
            faults.add(at, "no label name: expected 1 to 63 letters, digits and . _ / -");
        }
    }
}
