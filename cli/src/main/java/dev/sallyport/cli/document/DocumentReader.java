package dev.sallyport.cli.document;

import com.google.protobuf.Message;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads files with one or more documents. JSON is YAML too. */
public final class DocumentReader {

    /** Longest file, in characters. */
    public static final int LONGEST = 1 << 20;

    private static final String VERSION = "v1";

    private DocumentReader() {}

    /**
     * Reads all documents of a text.
     *
     * @param file what places are called
     * @throws Failure INVALID with every mistake and its place
     */
    public static List<Document> read(String file, String text) {
        if (text.length() > LONGEST) {
            throw Failure.of(FailureCode.INVALID, file + ": longer than " + LONGEST + " characters");
        }
        Mistakes mistakes = new Mistakes();
        List<Document> documents = new ArrayList<>();
        for (Node node : nodes(file, text)) {
            document(file, node, mistakes).ifPresent(documents::add);
        }
        mistakes.orFail();
        if (documents.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, file + ": nothing in it; expected " + expected());
        }
        return documents;
    }

    private static List<Node> nodes(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LONGEST)
                .setMaxAliasesForCollections(0)
                .build();
        List<Node> nodes = new ArrayList<>();
        try {
            new Compose(settings).composeAllFromString(text).forEach(nodes::add);
        } catch (MarkedYamlEngineException e) {
            throw Failure.of(
                    FailureCode.INVALID,
                    Fields.place(file, e.getProblemMark()) + ": not YAML: " + Mistakes.shown(e.getProblem()));
        } catch (YamlEngineException e) {
            throw Failure.of(
                    FailureCode.INVALID, file + ": not YAML: " + Mistakes.shown(String.valueOf(e.getMessage())));
        }
        return nodes;
    }

    private static Optional<Document> document(String file, Node node, Mistakes mistakes) {
        Place place = Fields.place(file, node.getStartMark());
        if (!(node instanceof MappingNode root)) {
            mistakes.add(place, "expected " + expected());
            return Optional.empty();
        }
        String kind = Fields.scalar(root, "kind").map(ScalarNode::getValue).orElse("");
        Optional<Shape> shape = Kinds.shape(kind);
        if (shape.isEmpty()) {
            mistakes.add(
                    Fields.scalar(root, "kind")
                            .map(there -> Fields.place(file, there.getStartMark()))
                            .orElse(place),
                    "kind '" + Mistakes.shown(kind) + "': expected one of " + String.join(", ", Kinds.names()));
            return Optional.empty();
        }
        Fields.scalar(root, "version")
                .filter(version -> !version.getValue().equals(VERSION))
                .ifPresent(version -> mistakes.add(
                        Fields.place(file, version.getStartMark()),
                        "version '" + Mistakes.shown(version.getValue()) + "': expected " + VERSION));
        Map<String, Place> places = new HashMap<>();
        Message message = new Fields(file, mistakes, places).read(shape.get(), root);
        return Optional.of(new Document(kind, message, places));
    }

    private static String expected() {
        return "kind (" + String.join(", ", Kinds.names()) + "), version, metadata and spec";
    }
}
