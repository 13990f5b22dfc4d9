package dev.sallyport.cli.document;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Timestamp;
import dev.sallyport.api.EnumWords;
import dev.sallyport.api.v1.StringList;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes things as documents that {@link DocumentReader} reads as the same. What is not set is left out. */
public final class DocumentWriter {

    private DocumentWriter() {}

    /** As YAML, one document after the other. */
    public static String yaml(String kind, List<? extends Message> messages) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(160)
                .build();
        return new Dump(settings)
                .dumpAllToString(
                        messages.stream().map(message -> root(kind, message)).iterator());
    }

    /** As plain maps and lists, for JSON. */
    public static Map<String, Object> root(String kind, Message message) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("kind", kind);
        root.put("version", "v1");
        switch (Kinds.shape(kind).orElseThrow(() -> new IllegalArgumentException("no kind " + kind))) {
            case Shape.AsIs _ -> root.putAll(fields(message));
            case Shape.Sorted sorted ->
                sorted.sections().forEach((section, of) -> {
                    Map<String, Object> fields = fields(message, of);
                    if (!fields.isEmpty()) {
                        root.put(section, fields);
                    }
                });
        }
        return root;
    }

    private static Map<String, Object> fields(Message message, Map<String, FieldDescriptor> of) {
        Map<FieldDescriptor, Object> there = message.getAllFields();
        Map<String, Object> fields = new LinkedHashMap<>();
        of.forEach((name, field) -> {
            if (there.containsKey(field)) {
                fields.put(name, plain(field, message.getField(field)));
            }
        });
        return fields;
    }

    private static Map<String, Object> fields(MessageOrBuilder message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        message.getAllFields().forEach((field, value) -> {
            Object plain = plain(field, value);
            if (!Map.of().equals(plain)) {
                fields.put(field.getName(), plain);
            }
        });
        return fields;
    }

    private static Object plain(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            Map<String, Object> entries = new TreeMap<>();
            FieldDescriptor of = field.getMessageType().findFieldByName("value");
            for (Object each : (List<?>) value) {
                Message entry = (Message) each;
                Object key = entry.getField(field.getMessageType().findFieldByName("key"));
                entries.put(String.valueOf(key), one(entry.getField(of)));
            }
            return entries;
        }
        return field.isRepeated()
                ? ((List<?>) value).stream().map(DocumentWriter::one).toList()
                : one(value);
    }

    private static Object one(Object value) {
        return switch (value) {
            case StringList list -> List.copyOf(list.getValuesList());
            case Timestamp at ->
                Instant.ofEpochSecond(at.getSeconds(), at.getNanos()).toString();
            case EnumValueDescriptor word -> EnumWords.word(word);
            case ByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
            case Message message -> fields(message);
            default -> value;
        };
    }
}
