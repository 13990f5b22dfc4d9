package dev.sallyport.api.reference;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the contract says beside its parts. */
final class Comments {

    private final Map<List<Integer>, String> byPath = new HashMap<>();

    Comments(FileDescriptorProto file) {
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            String text = location.getLeadingComments() + location.getTrailingComments();
            if (!text.isBlank()) {
                byPath.put(location.getPathList(), text.strip().replaceAll("\\s*\\n\\s*", " "));
            }
        }
    }

    /** @param path as descriptor.proto has it: field numbers and indices */
    String at(List<Integer> path) {
        return byPath.getOrDefault(path, "");
    }
}
