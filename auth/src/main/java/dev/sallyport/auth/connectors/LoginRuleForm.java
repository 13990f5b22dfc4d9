package dev.sallyport.auth.connectors;

import dev.sallyport.api.v1.LoginRule;
import dev.sallyport.auth.state.Names;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.expression.Expression;
import dev.sallyport.model.expression.ExpressionException;
import dev.sallyport.model.expression.Template;
import dev.sallyport.model.expression.Type;
import dev.sallyport.model.expression.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A login rule that was read.
 *
 * @param where whose traits it changes; empty: everybody's
 */
public record LoginRuleForm(String name, int priority, Optional<Expression> where, Map<String, List<Template>> traits) {

    private static final int MOST_EXPRESSIONS = 256;
    private static final Vocabulary WORDS = new Vocabulary(Map.of("external", Type.TRAITS, "connector", Type.TEXT));

    public LoginRuleForm {
        traits = Map.copyOf(traits);
    }

    /** @throws Failure INVALID with everything that is wrong with it */
    public static LoginRuleForm read(LoginRule rule) {
        List<String> faults = new ArrayList<>();
        String name = rule.getMetadata().getName();
        Optional<Expression> where = Optional.empty();
        Map<String, List<Template>> traits = new TreeMap<>();
        try {
            Names.role(name);
            String text = rule.getSpec().getWhere();
            where = text.isEmpty() ? Optional.empty() : Optional.of(Expression.parse(text, WORDS));
        } catch (Failure e) {
            faults.add("metadata.name: " + e.text());
        } catch (ExpressionException e) {
            faults.add("spec.where: " + e.getMessage());
        }
        rule.getSpec()
                .getTraitsMapMap()
                .forEach((trait, list) -> traits.put(trait, templates(trait, list.getValuesList(), faults)));
        if (traits.isEmpty()) {
            faults.add("spec.traits_map: missing: this rule would drop all traits");
        }
        if (traits.values().stream().mapToInt(List::size).sum() > MOST_EXPRESSIONS) {
            faults.add("spec.traits_map: expected at most " + MOST_EXPRESSIONS + " expressions");
        }
        if (!faults.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, String.join("\n", faults));
        }
        return new LoginRuleForm(name, rule.getSpec().getPriority(), where, traits);
    }

    private static List<Template> templates(String trait, List<String> expressions, List<String> faults) {
        List<Template> templates = new ArrayList<>();
        String path = "spec.traits_map." + trait;
        for (String expression : expressions) {
            try {
                templates.add(Template.parse("{{" + expression + "}}", WORDS));
                if (expression.contains("}}")) {
                    faults.add(path + ": expected an expression without braces");
                }
            } catch (ExpressionException e) {
                faults.add(path + ": " + e.getMessage());
            }
        }
        try {
            Names.traits(Map.of(trait, List.of()));
        } catch (Failure e) {
            faults.add(path + ": " + e.text());
        }
        return templates;
    }

    /** Whether it changes these traits. */
    public boolean applies(String connector, Map<String, List<String>> external) {
        return where.isEmpty() || where.get().test(bindings(connector, external));
    }

    /** What becomes of traits: only those that it names are left. */
    public Map<String, List<String>> changed(String connector, Map<String, List<String>> external) {
        Bindings bindings = bindings(connector, external);
        Map<String, List<String>> changed = new TreeMap<>();
        traits.forEach((trait, templates) -> {
            List<String> values = templates.stream()
                    .flatMap(template -> template.expand(bindings).stream())
                    .distinct()
                    .toList();
            if (!values.isEmpty()) {
                changed.put(trait, values);
            }
        });
        return changed;
    }

    private static Bindings bindings(String connector, Map<String, List<String>> external) {
        return new Bindings().traits("external", external).text("connector", connector);
    }
}
