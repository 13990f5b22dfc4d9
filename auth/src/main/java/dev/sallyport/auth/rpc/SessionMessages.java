package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.Session;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.auth.trail.SessionIndex;

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
                .setState(state(record));
        if (record.getStartedMillis() > 0) {
            session.setStarted(Moments.ofMillis(record.getStartedMillis()));
        }
        if (record.getEndedMillis() > 0) {
            session.setEnded(Moments.ofMillis(record.getEndedMillis()));
        }
        return session.build();
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
