package dev.sallyport.model.access;

import dev.sallyport.model.role.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Joins the options of roles, field by field as {@link Options} says; one pass, whatever their number. */
final class OptionsJoin {

    private boolean any;
    private boolean portForwarding;
    private boolean agentForwarding;
    private boolean fileCopy = true;
    private Optional<Duration> idleTimeout = Optional.empty();
    private boolean disconnectExpired;
    private Optional<Integer> maxConnections = Optional.empty();
    private Optional<Integer> maxSessions = Optional.empty();
    private boolean sessionSecondFactor;
    private boolean strictRecording;
    private boolean strictLocks;
    private boolean pinSource;

    void add(Options options) {
        any = true;
        portForwarding |= options.permits().portForwarding();
        agentForwarding |= options.permits().agentForwarding();
        fileCopy &= options.permits().fileCopy();
        idleTimeout = least(idleTimeout, options.idleTimeout());
        disconnectExpired |= options.disconnectExpired();
        maxConnections = least(maxConnections, options.maxConnections());
        maxSessions = least(maxSessions, options.maxSessions());
        sessionSecondFactor |= options.sessionSecondFactor();
        strictRecording |= options.strictRecording();
        strictLocks |= options.strictLocks();
        pinSource |= options.pinSource();
    }

    /** Without a single role nothing is permitted. */
    Grants grants(CommandRules commands, List<Requirement> moderators) {
        return new Grants(
                new Options.Permits(portForwarding, agentForwarding, any && fileCopy),
                commands,
                idleTimeout,
                disconnectExpired,
                maxConnections,
                maxSessions,
                sessionSecondFactor,
                strictRecording,
                strictLocks,
                pinSource,
                moderators);
    }

    private static <T extends Comparable<? super T>> Optional<T> least(Optional<T> one, Optional<T> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.get().compareTo(other.get()) <= 0 ? one : other;
    }
}
