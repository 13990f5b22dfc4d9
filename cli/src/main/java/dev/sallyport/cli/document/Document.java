package dev.sallyport.cli.document;

import com.google.protobuf.Message;
import java.util.Map;

/**
 * One thing that was read.
 *
 * @param kind such as {@code role}
 * @param message what it says
 * @param places where each field stands: {@code spec.allow.logins[0]}
 */
public record Document(String kind, Message message, Map<String, Place> places) {

    public Document {
        places = Map.copyOf(places);
    }

    /** The place of a field, or of what is nearest above it. */
    public Place place(String path) {
        String at = path;
        while (!places.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return places.getOrDefault(at, new Place("", 1, 1));
    }
}
