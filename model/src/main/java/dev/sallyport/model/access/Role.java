package dev.sallyport.model.access;

import java.time.Duration;
import java.util.List;

/**
 * What its holders may do. A role only adds; empty lists allow nothing.
 *
 * @param name unique in the cluster
 * @param logins Unix users; {@code {{internal.NAME}}} stands for the values of the holder's trait NAME
 * @param nodeLabels which nodes
 * @param permits what may be done in a session
 * @param maxSessionTtl longest life of a certificate that this role goes into
 * @param administer may manage users, roles and tokens
 * @param audit may read everyone's events and recordings
 */
public record Role(
        String name,
        List<String> logins,
        LabelMatcher nodeLabels,
        Permits permits,
        Duration maxSessionTtl,
        boolean administer,
        boolean audit) {

    /** Longest life of any user certificate. */
    public static final Duration LONGEST_TTL = Duration.ofHours(30);

    /** Life of a user certificate where nothing else is said. */
    public static final Duration DEFAULT_TTL = Duration.ofHours(12);

    /** The rights inside a session. Roles are joined by OR. */
    public record Permits(boolean portForwarding, boolean agentForwarding, boolean fileCopy) {

        public static final Permits NONE = new Permits(false, false, false);
        public static final Permits ALL = new Permits(true, true, true);

        Permits or(Permits other) {
            return new Permits(
                    portForwarding || other.portForwarding,
                    agentForwarding || other.agentForwarding,
                    fileCopy || other.fileCopy);
        }
    }

    public Role {
        logins = List.copyOf(logins);
    }
}
