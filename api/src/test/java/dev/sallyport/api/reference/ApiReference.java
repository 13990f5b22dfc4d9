package dev.sallyport.api.reference;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.sallyport.api.http.HttpPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes {@code docs/reference/api.md} below its introduction. */
final class ApiReference {

    private static final String PACKAGE = ".sallyport.v1.";

    private final List<FileDescriptorProto> files;
    private final Map<String, HttpPath> paths;
    private final StringBuilder page = new StringBuilder();

    ApiReference(FileDescriptorSet contract, List<HttpPath> paths) {
        this.files = contract.getFileList().stream()
                .filter(file -> file.getPackage().equals("sallyport.v1"))
                .sorted(java.util.Comparator.comparing(FileDescriptorProto::getName))
                .toList();
        this.paths = paths.stream().collect(Collectors.toMap(HttpPath::method, Function.identity()));
    }

    String text() {
        page.append("## Services\n");
        files.forEach(this::services);
        page.append("\n## Messages\n");
        files.forEach(this::messages);
        return page.toString();
    }

    private void services(FileDescriptorProto file) {
        Comments comments = new Comments(file);
        for (int i = 0; i < file.getServiceCount(); i++) {
            ServiceDescriptorProto service = file.getService(i);
            List<Integer> path = List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i);
            line("\n### %s\n".formatted(service.getName()));
            paragraph(comments.at(path));
            line("| method | as JSON | takes | gives | |");
            line("|---|---|---|---|---|");
            for (int j = 0; j < service.getMethodCount(); j++) {
                method(
                        service,
                        service.getMethod(j),
                        comments.at(with(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, j)));
            }
        }
    }

    private void method(ServiceDescriptorProto service, MethodDescriptorProto method, String comment) {
        HttpPath path = paths.get("sallyport.v1." + service.getName() + "." + method.getName());
        line("| `%s` | %s | %s | %s | %s |"
                .formatted(
                        method.getName(),
                        path == null ? "" : "`" + path.verb() + " " + path.template() + "`",
                        (method.getClientStreaming() ? "stream of " : "") + link(method.getInputType()),
                        (method.getServerStreaming() ? "stream of " : "") + link(method.getOutputType()),
                        cell(comment)));
    }

    private void messages(FileDescriptorProto file) {
        Comments comments = new Comments(file);
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            message(file.getMessageType(i), "", List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i), comments);
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            words(file.getEnumType(i), "", List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), comments);
        }
    }

    private void message(DescriptorProto message, String outer, List<Integer> path, Comments comments) {
        String name = outer + message.getName();
        line("\n### %s\n".formatted(name));
        paragraph(comments.at(path));
        if (message.getFieldCount() == 0) {
            line("Nothing in it.");
        } else {
            line("| field | type | |");
            line("|---|---|---|");
        }
        for (int i = 0; i < message.getFieldCount(); i++) {
            String comment = comments.at(with(path, DescriptorProto.FIELD_FIELD_NUMBER, i));
            line("| `%s` | %s | %s |"
                    .formatted(message.getField(i).getName(), type(message, message.getField(i)), cell(comment)));
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            if (!message.getNestedType(i).getOptions().getMapEntry()) {
                message(
                        message.getNestedType(i),
                        name + ".",
                        with(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i),
                        comments);
            }
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            words(message.getEnumType(i), name + ".", with(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), comments);
        }
    }

    private void words(EnumDescriptorProto words, String outer, List<Integer> path, Comments comments) {
        line("\n### %s%s\n".formatted(outer, words.getName()));
        paragraph(comments.at(path));
        line("| value | |");
        line("|---|---|");
        for (int i = 0; i < words.getValueCount(); i++) {
            String comment = comments.at(with(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i));
            line("| `%s` | %s |".formatted(words.getValue(i).getName(), cell(comment)));
        }
    }

    private static String type(DescriptorProto owner, FieldDescriptorProto field) {
        if (field.getTypeName().isEmpty()) {
            String plain = field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
            return repeated(field) ? "list of " + plain : plain;
        }
        for (DescriptorProto nested : owner.getNestedTypeList()) {
            if (nested.getOptions().getMapEntry() && field.getTypeName().endsWith("." + nested.getName())) {
                return "map of " + type(nested, nested.getField(0)) + " to " + type(nested, nested.getField(1));
            }
        }
        return (repeated(field) ? "list of " : "") + link(field.getTypeName());
    }

    private static boolean repeated(FieldDescriptorProto field) {
        return field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED;
    }

    private static String link(String type) {
        if (!type.startsWith(PACKAGE)) {
            return "`" + type.substring(1) + "`";
        }
        String name = type.substring(PACKAGE.length());
        return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT).replace(".", ""));
    }

    private void paragraph(String text) {
        if (!text.isEmpty()) {
            line(text + "\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private static List<Integer> with(List<Integer> path, int... more) {
        List<Integer> longer = new ArrayList<>(path);
        for (int each : more) {
            longer.add(each);
        }
        return longer;
    }
}
