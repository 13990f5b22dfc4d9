package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Recordings that nobody writes any more and that have no end: of an earlier process, or of a writer that failed. What
 * kept them from being ended (a full disk) may pass, so this tries again now and then.
 */
final class UnfinishedRecordings {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final OrphanCompletion completion;
    private final Set<UUID> sessions = ConcurrentHashMap.newKeySet();
    private Instant lastTry = Instant.MIN;

    UnfinishedRecordings(OrphanCompletion completion) {
        this.completion = completion;
    }

    void add(UUID session) {
        sessions.add(session);
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** Tries, unless it did so lately. @return those that are ended now */
    List<RecordingSummary> retry(Instant now) {
        synchronized (this) {
            if (sessions.isEmpty() || now.isBefore(lastTry.plus(PAUSE))) {
                return List.of();
            }
            lastTry = now;
        }
        return complete();
    }

    /** Tries now. @return those that are ended now */
    synchronized List<RecordingSummary> complete() {
        List<RecordingSummary> completed = new ArrayList<>();
        for (UUID session : List.copyOf(sessions)) {
            complete(session).ifPresent(completed::add);
        }
        return completed;
    }

    private Optional<RecordingSummary> complete(UUID session) {
        try {
            Optional<RecordingSummary> summary = completion.complete(session);
            sessions.remove(session);
            return summary;
        } catch (IOException | Failure notNow) {
            // It stays among these; a new session meets the same disk and says what is wrong with it.
            return Optional.empty();
        }
    }
}
