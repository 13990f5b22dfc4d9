package dev.sallyport.cli.document;

import com.google.protobuf.Message;
import dev.sallyport.api.v1.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of documents, and their messages. */
public final class Kinds {

    private static final Map<String, Message> BY_NAME = new TreeMap<>(Map.of("role", Role.getDefaultInstance()));

    private Kinds() {}

    /** All names. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static Optional<Message.Builder> message(String kind) {
        return Optional.ofNullable(BY_NAME.get(kind)).map(Message::newBuilderForType);
    }
}
