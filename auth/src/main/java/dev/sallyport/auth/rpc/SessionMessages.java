package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.Comment;
import dev.sallyport.api.v1.SearchRecordingsReply;
import dev.sallyport.api.v1.Session;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.v1.CommentRecord;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.auth.trail.RecordingSearch;
import dev.sallyport.auth.trail.SessionIndex;
import java.util.Locale;

/** Sessions in messages. */
final class SessionMessages {

    private SessionMessages() {}

    static Session write(SessionRecord record) {
        Session.Builder session = Session.newBuilder()
                .setId(record.getId())
                .setUser(record.getUser())
                .setLogin(record.getLogin())
                .setNodeId(record.getNode())
                .setNodeName(record.getNodeName())
                .setKind(record.getKind())
                .setCommand(record.getCommand())
                .setComments(record.getComments())
                .putAllLabels(record.getLabelsMap())
                .setState(state(record));
        if (record.getStartedMillis() > 0) {
            session.setStarted(Moments.ofMillis(record.getStartedMillis()));
        }
        if (record.getEndedMillis() > 0) {
            session.setEnded(Moments.ofMillis(record.getEndedMillis()));
        }
        return session.build();
    }

    static SearchRecordingsReply write(RecordingSearch.Found found) {
        SearchRecordingsReply.Builder reply = SearchRecordingsReply.newBuilder()
                .setNextPageToken(found.next())
                .setUnsearched(found.unsearched().size());
        found.unsearched().forEach(session -> reply.addUnsearchedSessions(write(session)));
        found.matches()
                .forEach(match -> reply.addMatches(SearchRecordingsReply.Match.newBuilder()
                        .setSession(write(match.session()))
                        .setAtMicros(match.line().micros())
                        .setKind(match.line().kind().name().toLowerCase(Locale.ROOT))
                        .setText(match.line().text())));
        return reply.build();
    }

    static Comment write(CommentRecord comment) {
        return Comment.newBuilder()
                .setId(comment.getId())
                .setUser(comment.getUser())
                .setCreated(Moments.ofMillis(comment.getCreatedMillis()))
                .setAtMicros(comment.getAtMicros())
                .setText(comment.getText())
                .build();
    }

    private static Session.State state(SessionRecord record) {
        if (record.getRecording().equals(SessionIndex.WAS_CUT_SHORT)
                || record.getRecording().equals(SessionIndex.WAS_INTERRUPTED)) {
            return Session.State.CUT_SHORT;
        }
        boolean over = record.getEndedMillis() > 0 || record.getRecording().equals(SessionIndex.WAS_COMPLETE);
        return over ? Session.State.COMPLETE : Session.State.RUNNING;
    }
}
