package dev.sallyport.auth.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of parts (RFC 7644, section 3.5.2): attributes by their names, and members by their values. */
record ScimPatch(List<Operation> operations) {

    private static final int MOST = 1000;
    private static final Pattern MEMBER =
            Pattern.compile("([A-Za-z]{1,64})\\[\\s*value\\s+eq\\s+\"([^\"]{1,256})\"\\s*]");
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z]{1,64}(\\.[A-Za-z]{1,64})?");

    ScimPatch {
        operations = List.copyOf(operations);
    }

    /** One; its path may be empty. */
    record Operation(String op, String path, JsonNode value) {}

    static ScimPatch read(ObjectNode body) {
        List<Operation> operations = new ArrayList<>();
        for (JsonNode each : body.path("Operations")) {
            String op = each.path("op").asText().toLowerCase(Locale.ROOT);
            if (!List.of("add", "replace", "remove").contains(op)) {
                throw invalid("op: expected add, replace or remove");
            }
            operations.add(new Operation(op, each.path("path").asText(""), each.path("value")));
        }
        if (operations.isEmpty() || operations.size() > MOST) {
            throw invalid("Operations: expected 1 to " + MOST);
        }
        return new ScimPatch(operations);
    }

    /** The resource as it is after all of them. */
    ObjectNode applied(ObjectNode resource) {
        ObjectNode changed = resource.deepCopy();
        operations.forEach(operation -> apply(operation, changed));
        return changed;
    }

    private static void apply(Operation operation, ObjectNode resource) {
        if (operation.path().isEmpty()) {
            if (!(operation.value() instanceof ObjectNode values)) {
                throw invalid("an operation without a path: expected an object as its value");
            }
            values.properties()
                    .forEach(member ->
                            apply(new Operation(operation.op(), member.getKey(), member.getValue()), resource));
            return;
        }
        Matcher member = MEMBER.matcher(operation.path());
        if (member.matches() && operation.op().equals("remove")) {
            without(resource, member.group(1), List.of(member.group(2)));
            return;
        }
        if (!SIMPLE.matcher(operation.path()).matches()) {
            throw invalid(
                    "path '" + operation.path() + "': expected an attribute, or members[value eq \"ID\"] to remove");
        }
        String[] names = operation.path().split("\\.", 2);
        ObjectNode parent = names.length == 1 ? resource : resource.withObjectProperty(name(resource, names[0]));
        change(operation, parent, name(parent, names[names.length - 1]));
    }

    private static void change(Operation operation, ObjectNode parent, String name) {
        switch (operation.op()) {
            case "remove" -> {
                if (operation.value().isArray()) {
                    List<String> values = new ArrayList<>();
                    operation
                            .value()
                            .forEach(each -> values.add(each.path("value").asText()));
                    without(parent, name, values);
                } else {
                    parent.remove(name);
                }
            }
            case "add" -> {
                if (parent.get(name) instanceof ArrayNode there && operation.value() instanceof ArrayNode more) {
                    there.addAll(more);
                } else {
                    parent.set(name, operation.value());
                }
            }
            default -> parent.set(name, operation.value());
        }
    }

    private static void without(ObjectNode parent, String attribute, List<String> values) {
        if (parent.get(name(parent, attribute)) instanceof ArrayNode there) {
            ArrayNode left = there.arrayNode();
            for (JsonNode each : there) {
                if (!values.contains(each.path("value").asText())) {
                    left.add(each);
                }
            }
            parent.set(name(parent, attribute), left);
        }
    }

    /** The attribute as the resource spells it: names are the same in any case. */
    private static String name(ObjectNode parent, String given) {
        return parent.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(there -> there.equalsIgnoreCase(given))
                .findFirst()
                .orElse(given);
    }

    private static Failure invalid(String text) {
        return Failure.of(FailureCode.INVALID, text);
    }
}
