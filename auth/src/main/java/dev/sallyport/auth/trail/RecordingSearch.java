package dev.sallyport.auth.trail;

import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.audit.search.IndexSeal;
import dev.sallyport.audit.search.RecordingIndex;
import dev.sallyport.audit.search.TextLine;
import dev.sallyport.audit.search.TextQuery;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Finds what was shown and typed, newest session first, in those that the reader may read; what others there are is not even counted. */
public final class RecordingSearch {

    /** Matches of one session. */
    private static final int MOST_EACH = 20;
    /** Sessions that one page looks at: with text that is rare, a page is short and the next one goes on. */
    private static final int MAX_SCANNED = 1_000;

    private final SessionIndex sessions;
    private final RecordingStore recordings;
    private final IndexSeal seal;

    public RecordingSearch(SessionIndex sessions, RecordingStore recordings, IndexSeal seal) {
        this.sessions = sessions;
        this.recordings = recordings;
        this.seal = seal;
    }

    /**
     * What is wanted.
     *
     * @param user whose sessions; empty for all
     * @param fromMillis of the session's start, inclusive
     * @param toMillis exclusive
     * @param mayRead whether the reader may
     */
    public record Wish(
            TextQuery text,
            String user,
            long fromMillis,
            long toMillis,
            Paging page,
            Predicate<SessionRecord> mayRead) {}

    /** A line that was found. */
    public record Match(SessionRecord session, TextLine line) {}

    /**
     * A page of matches.
     *
     * @param next token of the next page; empty at the end
     * @param unsearched sessions without an index: they run, or nothing here can read them
     */
    public record Found(List<Match> matches, String next, List<SessionRecord> unsearched) {}

    /** Looks through sessions from where the page begins. */
    public Found search(Wish wish) {
        List<Match> matches = new ArrayList<>();
        List<SessionRecord> unsearched = new ArrayList<>();
        Paging.Listing<SessionRecord> some =
                sessions.list(wish.user(), new Paging(MAX_SCANNED, wish.page().after()));
        for (SessionRecord session : some.items()) {
            if (session.getStartedMillis() != 0 && session.getStartedMillis() < wish.fromMillis()) {
                return new Found(matches, "", unsearched);
            }
            if (session.getStartedMillis() >= wish.toMillis() || !wish.mayRead().test(session)) {
                continue;
            }
            Optional<List<TextLine>> lines = lines(session, wish.text());
            if (lines.isEmpty()) {
                unsearched.add(session);
            }
            lines.orElse(List.of()).forEach(line -> matches.add(new Match(session, line)));
            if (matches.size() >= wish.page().size()) {
                return new Found(matches, Paging.token(session.getId()), unsearched);
            }
        }
        return new Found(matches, some.next(), unsearched);
    }

    private Optional<List<TextLine>> lines(SessionRecord session, TextQuery text) {
        try (RecordingIndex index = RecordingIndex.open(
                        recordings.index(session.getId()), UUID.fromString(session.getId()), seal)
                .orElse(null)) {
            return index == null ? Optional.empty() : Optional.of(index.find(text, MOST_EACH));
        } catch (IOException unreadable) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "the index of session " + session.getId() + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }
}
