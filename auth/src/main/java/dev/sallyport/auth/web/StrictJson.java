package dev.sallyport.auth.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** JSON of strangers: one value and no more, no name twice, bounded depth and lengths. */
public final class StrictJson {

    private static final int DEEPEST = 32;
    private static final int LONGEST = 1 << 18;

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** @throws IOException where it is no JSON object */
    public static JsonNode object(byte[] text) throws IOException {
        JsonNode node = STRICT.readTree(text);
        if (node == null || !node.isObject()) {
            throw new IOException("no JSON object");
        }
        return node;
    }

    /** @throws IOException where it is no JSON list */
    public static JsonNode list(byte[] text) throws IOException {
        JsonNode node = STRICT.readTree(text);
        if (node == null || !node.isArray()) {
            throw new IOException("no JSON list");
        }
        return node;
    }

    /** A text field; empty where there is none. */
    public static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    /**
     * The members of an object that are a text, number or flag, or a list of these, as texts.
     *
     * @param but names to leave out
     */
    public static Map<String, List<String>> values(JsonNode object, Set<String> but) {
        Map<String, List<String>> values = new TreeMap<>();
        object.properties().forEach(member -> {
            List<String> texts = texts(member.getValue());
            if (!but.contains(member.getKey()) && !texts.isEmpty()) {
                values.put(member.getKey(), texts);
            }
        });
        return values;
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            for (JsonNode each : value) {
                if (each.isValueNode() && !each.isNull()) {
                    texts.add(each.asText());
                }
            }
        } else if (value.isValueNode() && !value.isNull()) {
            texts.add(value.asText());
        }
        return texts.stream().filter(text -> !text.isEmpty()).distinct().toList();
    }
}
