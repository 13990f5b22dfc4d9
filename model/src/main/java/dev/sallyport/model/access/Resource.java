package dev.sallyport.model.access;

import java.util.Map;

/** What somebody wants to reach. */
public sealed interface Resource {

    /**
     * An SSH host.
     *
     * @param id UUID as text, given at joining
     * @param name host name as users type it
     * @param labels static and dynamic ones
     */
    record Node(String id, String name, Map<String, String> labels) implements Resource {
        public Node {
            labels = Map.copyOf(labels);
        }
    }

    /** The cluster's own state: users, roles, tokens. */
    record Cluster() implements Resource {}

    /** Events and recordings of everyone. */
    record AuditTrail() implements Resource {}
}
