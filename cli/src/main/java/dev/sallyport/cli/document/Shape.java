package dev.sallyport.cli.document;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the messages of a kind stand in documents. */
sealed interface Shape {

    /** The message with nothing in it. */
    Message message();

    /** The sections of a document, and which field of the message stands in each under which name. */
    Map<String, Map<String, FieldDescriptor>> sections();

    /** Section of what only the cluster says: written, and passed over when it is read. */
    String STATUS = "status";

    /** The message has a field for each section. */
    record AsIs(Message message) implements Shape {
        @Override
        public Map<String, Map<String, FieldDescriptor>> sections() {
            return Map.of();
        }
    }

    /**
     * The fields of the message are sorted into sections.
     *
     * @param name the field that names the thing: {@code metadata.name}
     * @param spec the fields that people write; all others are the cluster's to say
     */
    record Sorted(Message message, String name, List<String> spec) implements Shape {

        private static final String REVISION = "revision";

        public Sorted {
            spec = List.copyOf(spec);
        }

        @Override
        public Map<String, Map<String, FieldDescriptor>> sections() {
            Descriptor type = message.getDescriptorForType();
            Map<String, FieldDescriptor> metadata = new LinkedHashMap<>();
            metadata.put("name", type.findFieldByName(name));
            FieldDescriptor revision = type.findFieldByName(REVISION);
            if (revision != null) {
                metadata.put(REVISION, revision);
            }
            Map<String, FieldDescriptor> written = new LinkedHashMap<>();
            spec.forEach(field -> written.put(field, type.findFieldByName(field)));
            Map<String, FieldDescriptor> rest = new LinkedHashMap<>();
            Set<FieldDescriptor> placed = Set.copyOf(metadata.values());
            type.getFields().stream()
                    .filter(field -> !placed.contains(field) && !spec.contains(field.getName()))
                    .forEach(field -> rest.put(field.getName(), field));
            Map<String, Map<String, FieldDescriptor>> sections = new LinkedHashMap<>();
            sections.put("metadata", metadata);
            sections.put("spec", written);
            sections.put(STATUS, rest);
            return sections;
        }
    }
}
