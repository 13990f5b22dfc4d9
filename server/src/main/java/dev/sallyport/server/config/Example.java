package dev.sallyport.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints a configuration with every key of the wanted roles: those with a value as they are, all others as comments. */
public final class Example {

    private static final Set<String> ROLES = Set.of("auth", "proxy", "agent", "witness");
    private static final int WIDTH = 110;

    private final Set<String> roles;
    private final Map<String, String> values;
    private final List<String> lines = new ArrayList<>();

    private Example(Set<String> roles, Map<String, String> values) {
        this.roles = roles;
        this.values = values;
    }

    /**
     * @param roles of auth, proxy, agent, witness
     * @param values path of the key to its value as YAML
     * @return the file's text
     */
    public static String of(Set<String> roles, Map<String, String> values) {
        Example example = new Example(roles, new LinkedHashMap<>(values));
        example.lines.add(
                "# Configuration of sallyportd. Keys in comments show what holds without them, or an example.");
        example.lines.add("# All keys: docs/reference/configuration.md");
        example.section(Schema.FILE, "", "");
        return String.join("\n", example.lines) + "\n";
    }

    private void section(Shape.Section section, String path, String indent) {
        for (Key key : section.keys()) {
            if (path.isEmpty() && ROLES.contains(key.name()) && !roles.contains(key.name())) {
                continue;
            }
            String at = path + key.name();
            if (path.isEmpty()) {
                lines.add("");
            }
            comment(indent, key.about());
            if (key.shape() instanceof Shape.Section inner) {
                boolean said = (path.isEmpty() && roles.contains(key.name()))
                        || values.keySet().stream().anyMatch(name -> name.startsWith(at + "."));
                lines.add(indent + (said ? "" : "# ") + key.name() + ":");
                section(inner, at + ".", indent + (said ? "  " : "#   "));
            } else {
                lines.add(line(key, at, indent));
            }
        }
    }

    private String line(Key key, String at, String indent) {
        String value = values.get(at);
        if (value != null) {
            return indent + key.name() + ": " + value;
        }
        String shown = key.example().isEmpty()
                ? switch (key.shape()) {
                    case Shape.Many ignored -> "[]";
                    default -> "…";
                }
                : key.example();
        return (indent.contains("#") ? indent : indent + "# ") + key.name() + ": " + shown;
    }

    private void comment(String indent, String about) {
        StringBuilder line = new StringBuilder();
        for (String word : about.split(" ", -1)) {
            if (line.length() + word.length() + indent.length() > WIDTH) {
                lines.add(prefix(indent) + line.toString().strip());
                line.setLength(0);
            }
            line.append(word).append(' ');
        }
        lines.add(prefix(indent) + line.toString().strip());
    }

    private static String prefix(String indent) {
        return indent.contains("#") ? indent.replaceFirst("\\s+$", " ") + "# " : indent + "# ";
    }
}
