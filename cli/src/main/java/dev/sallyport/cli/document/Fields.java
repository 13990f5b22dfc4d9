package dev.sallyport.cli.document;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.model.NearestName;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Fills messages from nodes along their descriptors. */
final class Fields {

    private static final Set<String> OF_THE_DOCUMENT = Set.of("kind", "version");

    private final String file;
    private final Mistakes mistakes;
    private final Map<String, Place> places;
    private final IdentityHashMap<Node, String> seen = new IdentityHashMap<>();

    Fields(String file, Mistakes mistakes, Map<String, Place> places) {
        this.file = file;
        this.mistakes = mistakes;
        this.places = places;
    }

    /** What a document of this shape says. */
    Message read(Shape shape, MappingNode root) {
        Message.Builder message = shape.message().newBuilderForType();
        switch (shape) {
            case Shape.AsIs _ -> fill(message, fieldsOf(message), root, "", OF_THE_DOCUMENT);
            case Shape.Sorted sorted -> fill(message, sorted.sections(), root);
        }
        return message.build();
    }

    private void fill(Message.Builder message, Map<String, Map<String, FieldDescriptor>> sections, MappingNode root) {
        Map<String, FieldDescriptor> none = Map.of();
        Set<String> aside = new HashSet<>(OF_THE_DOCUMENT);
        aside.addAll(sections.keySet());
        // What is unknown or twice among the sections.
        fill(message, none, root, "", aside);
        for (NodeTuple tuple : root.getValue()) {
            String section = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            if (!section.equals(Shape.STATUS) && sections.containsKey(section) && !isNothing(tuple.getValueNode())) {
                note(section, tuple.getValueNode());
                if (tuple.getValueNode() instanceof MappingNode mapping) {
                    fill(message, sections.get(section), mapping, section + ".", Set.of());
                } else {
                    mistakes.add(place(file, tuple.getValueNode().getStartMark()), section + ": expected fields");
                }
            }
        }
    }

    private static Map<String, FieldDescriptor> fieldsOf(Message.Builder message) {
        Map<String, FieldDescriptor> fields = new LinkedHashMap<>();
        message.getDescriptorForType().getFields().forEach(field -> fields.put(field.getName(), field));
        return fields;
    }

    private void fill(
            Message.Builder message,
            Map<String, FieldDescriptor> fields,
            MappingNode node,
            String path,
            Set<String> aside) {
        Set<String> written = new HashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            Place place = place(file, tuple.getKeyNode().getStartMark());
            if (!written.add(name)) {
                mistakes.add(place, "'" + Mistakes.shown(name) + "' is here a second time: write it once");
            } else if (!aside.contains(name)) {
                FieldDescriptor field = fields.get(name);
                if (field == null) {
                    Set<String> known = fields.isEmpty() ? aside : fields.keySet();
                    mistakes.add(place, "unknown field '" + Mistakes.shown(name) + "'" + nearest(name, known));
                } else if (isTaken(message, field)) {
                    mistakes.add(place, path + name + ": another one of these is here already: write one of them");
                } else {
                    field(message, field, tuple.getValueNode(), path + name);
                }
            }
        }
    }

    /** Whether the field is one of several of which one may stand, and another one does. */
    private static boolean isTaken(Message.Builder message, FieldDescriptor field) {
        return field.getRealContainingOneof() != null && message.hasOneof(field.getRealContainingOneof());
    }

    private static String nearest(String name, Collection<String> names) {
        return NearestName.to(name, List.copyOf(names))
                .map(near -> ": did you mean '" + near + "'?")
                .orElseGet(() -> ": expected one of " + String.join(", ", names));
    }

    private void field(Message.Builder message, FieldDescriptor field, Node node, String path) {
        note(path, node);
        if (isNothing(node)) {
            return;
        }
        if (field.isMapField()) {
            map(message, field, node, path);
        } else if (field.isRepeated()) {
            for (Node each : list(node, path)) {
                String at = path + "[" + message.getRepeatedFieldCount(field) + "]";
                one(message, field, each, at).ifPresent(value -> message.addRepeatedField(field, value));
            }
        } else {
            one(message, field, node, path).ifPresent(value -> message.setField(field, value));
        }
    }

    private Optional<Object> one(Message.Builder parent, FieldDescriptor field, Node node, String path) {
        note(path, node);
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return message(parent.newBuilderForField(field), node, path);
        }
        if (node instanceof ScalarNode scalar) {
            return Scalars.read(
                    field, scalar, text -> mistakes.add(place(file, node.getStartMark()), path + ": " + text));
        }
        mistakes.add(place(file, node.getStartMark()), path + ": expected one value");
        return Optional.empty();
    }

    /** A list of texts stands in a map as what it is: {@code env: [dev, test]}, or one text alone. */
    private Optional<Object> message(Message.Builder message, Node node, String path) {
        if (message instanceof StringList.Builder list) {
            FieldDescriptor values = list.getDescriptorForType().findFieldByName("values");
            List<Node> each = node instanceof ScalarNode ? List.of(node) : list(node, path);
            for (int i = 0; i < each.size(); i++) {
                one(list, values, each.get(i), path + "[" + i + "]")
                        .ifPresent(value -> list.addRepeatedField(values, value));
            }
            return Optional.of(list.build());
        }
        if (message instanceof Timestamp.Builder && node instanceof ScalarNode scalar) {
            return Scalars.time(scalar, text -> mistakes.add(place(file, node.getStartMark()), path + ": " + text));
        }
        if (!(node instanceof MappingNode mapping)) {
            mistakes.add(place(file, node.getStartMark()), path + ": expected fields");
            return Optional.empty();
        }
        fill(message, fieldsOf(message), mapping, path + ".", Set.of());
        return Optional.of(message.build());
    }

    private void map(Message.Builder message, FieldDescriptor field, Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            mistakes.add(place(file, node.getStartMark()), path + ": expected names with values");
            return;
        }
        Set<String> written = new HashSet<>();
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            if (!written.add(name)) {
                mistakes.add(
                        place(file, tuple.getKeyNode().getStartMark()),
                        path + ": '" + Mistakes.shown(name) + "' is here a second time: write it once");
            }
            Message.Builder entry = message.newBuilderForField(field);
            entry.setField(field.getMessageType().findFieldByName("key"), name);
            one(entry, value, tuple.getValueNode(), path + "." + name).ifPresent(read -> {
                entry.setField(value, read);
                message.addRepeatedField(field, entry.build());
            });
        }
    }

    private List<Node> list(Node node, String path) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        mistakes.add(place(file, node.getStartMark()), path + ": expected a list");
        return List.of();
    }

    /** A node that comes at two places is an alias: a file of ten lines could stand for billions of values. */
    private void note(String path, Node node) {
        Place place = place(file, node.getStartMark());
        String first = seen.putIfAbsent(node, path);
        places.putIfAbsent(path, place);
        if (first != null && !path.startsWith(first)) {
            mistakes.add(place, path + ": aliases are not taken: write the value out");
            mistakes.orFail();
        }
    }

    static Optional<ScalarNode> scalar(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .findFirst();
    }

    static Place place(String file, Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
                .orElse(new Place(file, 1, 1));
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }
}
