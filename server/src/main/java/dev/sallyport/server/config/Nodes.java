package dev.sallyport.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML text as nodes with their places, and one such tree laid over another. */
final class Nodes {

    /** No configuration is longer; a file that is was not meant. */
    static final int LONGEST = 1 << 20;

    private Nodes() {}

    /**
     * The nodes of a text; null where it holds nothing.
     *
     * @param label what places are called: a file name, or the flag that said it
     */
    static @Nullable Node compose(String label, String text) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setCodePointLimit(LONGEST)
                .setMaxAliasesForCollections(16)
                .build();
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            return node.orElse(null);
        } catch (MarkedYamlEngineException e) {
            throw ConfigException.of(Shown.place(e.getProblemMark()), "not YAML: " + Shown.clean(e.getProblem()));
        } catch (YamlEngineException e) {
            throw ConfigException.of(label, "not YAML: " + Shown.clean(String.valueOf(e.getMessage())));
        }
    }

    /** The node {@code a: {b: value}} for the path {@code a.b}. */
    static Node at(String label, List<String> path, Node value) throws ConfigException {
        Node node = value;
        for (String name : path.reversed()) {
            // Composed, so that its place says which flag it came from.
            Node key = compose(label, "'" + name.replace("'", "''") + "'");
            node = new MappingNode(
                    Tag.MAP,
                    List.of(new NodeTuple(key == null ? new ScalarNode(Tag.STR, name, ScalarStyle.PLAIN) : key, node)),
                    FlowStyle.BLOCK);
        }
        return node;
    }

    /** {@code upper} over {@code lower}: sections are joined, all else is replaced. */
    static Node over(@Nullable Node lower, Node upper) {
        if (!(lower instanceof MappingNode under) || !(upper instanceof MappingNode above)) {
            return upper;
        }
        List<NodeTuple> joined = new ArrayList<>(under.getValue());
        for (NodeTuple tuple : above.getValue()) {
            int same = indexOf(joined, tuple.getKeyNode());
            if (same < 0) {
                joined.add(tuple);
            } else {
                NodeTuple old = joined.get(same);
                joined.set(same, new NodeTuple(old.getKeyNode(), over(old.getValueNode(), tuple.getValueNode())));
            }
        }
        return new MappingNode(Tag.MAP, true, joined, FlowStyle.BLOCK, under.getStartMark(), under.getEndMark());
    }

    private static int indexOf(List<NodeTuple> tuples, Node key) {
        for (int i = 0; i < tuples.size(); i++) {
            if (tuples.get(i).getKeyNode() instanceof ScalarNode there
                    && key instanceof ScalarNode wanted
                    && there.getValue().equals(wanted.getValue())) {
                return i;
            }
        }
        return -1;
    }
}
