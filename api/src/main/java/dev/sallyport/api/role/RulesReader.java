package dev.sallyport.api.role;

import dev.sallyport.api.v1.RoleRule;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.role.AdminRule;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import dev.sallyport.model.role.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Reads {@code rules}. */
final class RulesReader {

    private static final int MOST = 64;

    private final Faults faults;
    private final String path;

    RulesReader(Faults faults, String path) {
        this.faults = faults;
        this.path = path;
    }

    List<AdminRule> read(List<RoleRule> messages) {
        List<AdminRule> rules = new ArrayList<>();
        if (faults.bounded(path, messages.size(), MOST)) {
            for (int i = 0; i < messages.size(); i++) {
                rules.add(rule(path + "[" + i + "]", messages.get(i)));
            }
        }
        return rules;
    }

    private AdminRule rule(String at, RoleRule message) {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        faults.readAll(at + ".resources", message.getResourcesList(), RulesReader::kinds)
                .forEach(kinds::addAll);
        EnumSet<Verb> verbs = EnumSet.noneOf(Verb.class);
        faults.readAll(at + ".verbs", message.getVerbsList(), RulesReader::verbs)
                .forEach(verbs::addAll);
        if (message.getResourcesCount() == 0 || message.getVerbsCount() == 0) {
            faults.add(at, "a rule without resources or verbs says nothing: expected both");
        }
        Optional<Expression> where = message.getWhere().isEmpty()
                ? Optional.empty()
                : faults.read(at + ".where", message.getWhere(), text -> Expression.parse(text, Words.WHERE));
        return new AdminRule(kinds, verbs, where);
    }

    private static Collection<Kind> kinds(String text) {
        if (text.equals("*")) {
            return EnumSet.allOf(Kind.class);
        }
        return List.of(Kind.named(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "': expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Kind.values()).map(Kind::text).toList())
                        + ", or *")));
    }

    private static Collection<Verb> verbs(String text) {
        if (text.equals("*")) {
            return EnumSet.allOf(Verb.class);
        }
        return List.of(Arrays.stream(Verb.values())
                .filter(verb -> verb.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "': expected list, read, create, update, delete or *")));
    }
}
