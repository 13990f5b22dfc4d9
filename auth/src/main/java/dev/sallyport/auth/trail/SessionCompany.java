package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.state.v1.SessionRecord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Who is in a session besides whose it is, as events tell it. */
final class SessionCompany {

    private static final String JOIN = "session.join";
    private static final String LEAVE = "session.leave";
    private static final String PAUSE = "session.pause";
    private static final String RESUME = "session.resume";

    /** Of those who ever joined; whoever comes after so many is in the trail only. */
    private static final int MOST_NAMES = 64;

    /** As many as a node lets in at once, and some more. */
    private static final int MOST_THERE = 32;

    private static final int LONGEST = 500;

    private SessionCompany() {}

    static boolean tells(String type) {
        return switch (type) {
            case JOIN, LEAVE, PAUSE, RESUME -> true;
            default -> false;
        };
    }

    /** Whether it has begun and not ended, as far as is known. */
    static boolean isLive(SessionRecord session) {
        return session.getStartedMillis() > 0
                && session.getEndedMillis() == 0
                && !session.getRecording().equals(SessionIndex.WAS_INTERRUPTED);
    }

    static List<String> roles(String field) {
        return Arrays.stream(field.split(",")).filter(role -> !role.isEmpty()).toList();
    }

    static void change(SessionRecord.Builder session, FlatEvent event) {
        switch (event.type()) {
            case JOIN -> join(session, event);
            case LEAVE -> leave(session, event);
            case PAUSE -> session.setWaitsFor(bounded(event.field("reason")));
            case RESUME -> session.clearWaitsFor();
            default -> throw new IllegalStateException(event.type());
        }
    }

    private static void join(SessionRecord.Builder session, FlatEvent event) {
        String user = event.field("user");
        if (session.getParticipantsCount() < MOST_THERE) {
            session.addParticipants(SessionRecord.Participant.newBuilder()
                    .setUser(user)
                    .setMode(bounded(event.field("mode")))
                    .setSinceMillis(event.time().toEpochMilli()));
        }
        if (session.getJoinedCount() < MOST_NAMES && !session.getJoinedList().contains(user)) {
            session.addJoined(user);
        }
    }

    private static void leave(SessionRecord.Builder session, FlatEvent event) {
        IntStream.range(0, session.getParticipantsCount())
                .filter(i -> session.getParticipants(i).getUser().equals(event.field("user"))
                        && session.getParticipants(i).getMode().equals(event.field("mode")))
                .findFirst()
                .ifPresent(session::removeParticipants);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
