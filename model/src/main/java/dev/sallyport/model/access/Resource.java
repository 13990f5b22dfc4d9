package dev.sallyport.model.access;

import dev.sallyport.model.role.Kind;
import java.util.List;
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

    /**
     * An SSH session that runs.
     *
     * @param node where
     * @param owner whose it is
     * @param ownerRoles all that the owner came in with
     * @param login as which Unix user it runs
     */
    record LiveSession(Node node, String id, String owner, List<String> ownerRoles, String login) implements Resource {
        public LiveSession {
            ownerRoles = List.copyOf(ownerRoles);
        }
    }

    /** Something that the cluster keeps: one user, one role, one recording. */
    record Thing(Kind kind, String name, Map<String, String> labels, Passage passage) implements Resource {
        public Thing {
            labels = Map.copyOf(labels);
        }

        /** One that no session is behind. */
        public static Thing of(Kind kind, String name, Map<String, String> labels) {
            return new Thing(kind, name, labels, Passage.NONE);
        }
    }

    /**
     * Things of a kind, before it is known which: whether to try at all. What rules say of single things is asked for each
     * of them afterwards.
     */
    record AnyOf(Kind kind) implements Resource {}

    /** Everything of a kind. A rule with a {@code where} opens some of it, so it does not open this; one that closes some does close this. */
    record AllOf(Kind kind) implements Resource {}

    /** Of a recording or an event: the session it is about. */
    record Passage(List<String> participants, String login, String node) {
        public static final Passage NONE = new Passage(List.of(), "", "");

        public Passage {
            participants = List.copyOf(participants);
        }
    }
}
