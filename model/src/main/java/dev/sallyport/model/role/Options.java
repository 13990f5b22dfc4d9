package dev.sallyport.model.role;

import java.time.Duration;
import java.util.Optional;

/**
 * What sessions under a role are like. Where several roles let somebody in, each field says how they are joined.
 *
 * @param maxSessionTtl longest life of a certificate that the role goes into; the shortest of all roles held counts
 * @param permits rights inside a session
 * @param idleTimeout a session that nothing passes for so long ends; the shortest counts
 * @param disconnectExpired a session ends with its certificate; one role is enough
 * @param maxConnections SSH connections of one user to one node at once; the lowest counts
 * @param maxSessions channels with a process in one connection; the lowest counts
 * @param sessionSecondFactor each session takes a second factor of its own; one role is enough
 * @param strictRecording no recording, no session; one role is enough
 * @param strictLocks where locks are not known freshly, no session; one role is enough
 * @param pinSource a certificate is good from the address only that it was given to; one role is enough
 * @param forceCommand runs in place of whatever is asked for; roles that force different ones let nobody in
 */
public record Options(
        Optional<Duration> maxSessionTtl,
        Permits permits,
        Optional<Duration> idleTimeout,
        boolean disconnectExpired,
        Optional<Integer> maxConnections,
        Optional<Integer> maxSessions,
        boolean sessionSecondFactor,
        boolean strictRecording,
        boolean strictLocks,
        boolean pinSource,
        Optional<String> forceCommand) {

    /** What holds where a role says nothing: files may be copied, nothing is forwarded, nothing is limited. */
    public static final Options DEFAULT = of(new Permits(false, false, true));

    /**
     * The rights inside a session.
     *
     * @param portForwarding one role is enough
     * @param agentForwarding one role is enough
     * @param fileCopy all roles must agree
     */
    public record Permits(boolean portForwarding, boolean agentForwarding, boolean fileCopy) {

        public static final Permits NONE = new Permits(false, false, false);
        public static final Permits ALL = new Permits(true, true, true);
    }

    /** These rights, and the rest as where nothing is said. */
    public static Options of(Permits permits) {
        return new Options(
                Optional.empty(),
                permits,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false,
                Optional.empty());
    }
}
