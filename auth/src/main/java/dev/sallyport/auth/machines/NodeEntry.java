package dev.sallyport.auth.machines;

import dev.sallyport.model.access.Resource;
import java.util.Map;

/**
 * A node as the listing knows it.
 *
 * @param key what the listing is ordered by: name, then id
 * @param revision of the store when it last changed
 */
public record NodeEntry(String key, Resource.Node node, String version, long revision) {

    static NodeEntry of(String id, String name, Map<String, String> labels, String version, long revision) {
        return new NodeEntry(key(name, id), new Resource.Node(id, name, labels), version, revision);
    }

    /** A name has no space, so that no two orders are possible. */
    public static String key(String name, String id) {
        return name + " " + id;
    }
}
