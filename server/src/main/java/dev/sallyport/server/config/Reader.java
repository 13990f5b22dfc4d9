package dev.sallyport.server.config;

import dev.sallyport.model.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Walks the file's nodes along the schema and collects what it says and every mistake in it. */
final class Reader {

    private final Scalars scalars;
    private final List<Found> found = new ArrayList<>();

    /** A mistake and where in the text it is, to tell them in the order of the file. */
    private record Found(int at, Problem problem) {}

    Reader(Path directory) {
        this.scalars = new Scalars(directory);
    }

    List<Problem> problems() {
        return found.stream()
                .sorted(Comparator.comparingInt(Found::at))
                .map(Found::problem)
                .toList();
    }

    /** Reads a section; {@code node} null where the file does not have it. */
    Table section(Shape.Section section, @Nullable Node node) {
        Map<String, Node> written = switch (node) {
            case null -> Map.of();
            case MappingNode mapping -> written(section, mapping);
            case ScalarNode scalar when isNothing(scalar) -> Map.of();
            default -> {
                problem(node, "expected " + section.expected() + ": " + String.join(", ", names(section)));
                yield Map.of();
            }
        };
        Map<String, Optional<Object>> values = new LinkedHashMap<>();
        for (Key key : section.keys()) {
            values.put(key.name(), value(key, written.get(key.name())));
        }
        return new Table(
                values, Optional.ofNullable(node).map(Node::getStartMark).map(Shown::place));
    }

    private Map<String, Node> written(Shape.Section section, MappingNode mapping) {
        Map<String, Node> written = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!names(section).contains(name)) {
                problem(tuple.getKeyNode(), "unknown key '" + Shown.clean(name) + "'; " + nearest(name, section));
            } else if (written.putIfAbsent(name, tuple.getValueNode()) != null) {
                problem(tuple.getKeyNode(), "key '" + name + "' is here a second time; write it once");
            }
        }
        return written;
    }

    private static String nearest(String name, Shape.Section section) {
        return NearestName.to(name, names(section))
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> "expected one of " + String.join(", ", names(section)));
    }

    private Optional<Object> value(Key key, @Nullable Node node) {
        if (key.shape() instanceof Shape.Section section) {
            return Optional.of(section(section, node));
        }
        if (node == null || (node instanceof ScalarNode scalar && isNothing(scalar))) {
            return key.unset().isEmpty() ? Optional.empty() : scalars.parse(key.shape(), key.unset());
        }
        return read(key.name(), key.shape(), node);
    }

    private Optional<Object> read(String name, Shape shape, Node node) {
        return switch (shape) {
            case Shape.Section section -> Optional.of(section(section, node));
            case Shape.Many many -> many(name, many, node);
            case Shape.Labels labels -> labels(name, labels, node);
            default -> scalar(name, shape, node);
        };
    }

    private Optional<Object> scalar(String name, Shape shape, Node node) {
        Optional<Object> read =
                node instanceof ScalarNode scalar ? scalars.parse(shape, scalar.getValue()) : Optional.empty();
        if (read.isEmpty()) {
            problem(node, name + ": expected " + shape.expected() + found(shape, node));
        }
        return read;
    }

    private static String found(Shape shape, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return node instanceof MappingNode ? ", found a section" : ", found a list";
        }
        if (shape instanceof Shape.Secret) {
            return "";
        }
        String nearest = shape instanceof Shape.Choice(var words)
                ? NearestName.to(scalar.getValue(), words)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("")
                : "";
        return ", found '" + Shown.clean(scalar.getValue()) + "'" + nearest;
    }

    private Optional<Object> many(String name, Shape.Many many, Node node) {
        if (!(node instanceof SequenceNode list) || list.getValue().size() > many.most()) {
            problem(node, name + ": expected " + many.expected());
            return Optional.empty();
        }
        List<Object> read = new ArrayList<>();
        for (Node each : list.getValue()) {
            read(name, many.each(), each).ifPresent(read::add);
        }
        return Optional.of(List.copyOf(read));
    }

    private Optional<Object> labels(String name, Shape.Labels labels, Node node) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().size() > labels.most()) {
            problem(node, name + ": expected " + labels.expected());
            return Optional.empty();
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key) || !LabelNames.valid(key.getValue())) {
                problem(tuple.getKeyNode(), name + ": expected a name of " + LabelNames.RULE);
            } else if (!(tuple.getValueNode() instanceof ScalarNode value)
                    || value.getValue().length() > 256) {
                problem(
                        tuple.getValueNode(),
                        name + "." + key.getValue() + ": expected a text of at most 256 characters");
            } else if (read.putIfAbsent(key.getValue(), value.getValue()) != null) {
                problem(key, name + ": '" + key.getValue() + "' is here a second time; write it once");
            }
        }
        return Optional.of(read);
    }

    private void problem(Node at, String what) {
        int index = at.getStartMark().map(Mark::getIndex).orElse(Integer.MAX_VALUE);
        found.add(new Found(index, new Problem(Shown.place(at.getStartMark()), what)));
    }

    private static boolean isNothing(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL);
    }

    private static List<String> names(Shape.Section section) {
        return section.keys().stream().map(Key::name).toList();
    }
}
