package dev.sallyport.auth.rpc;

import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.auth.trail.SessionIndex;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import java.util.List;
import java.util.stream.Stream;

/** Who may see which session: one's own always, others by the rules of roles. A session that one may not see is as if it were not there. */
record SessionRights(SessionIndex sessions, Authorization authorization) {

    /** Whose sessions are looked through: anybody's where some role has a rule for it, else the caller's own. */
    String whose(Caller.Known caller, String wanted, Verb verb) {
        if (authorization.allows(caller, new Resource.AnyOf(Kind.SESSION), new Action.Administer(verb))) {
            return wanted;
        }
        String own = caller.identity().user();
        if (!wanted.isEmpty() && !wanted.equals(own)) {
            throw Failure.of(
                    FailureCode.DENIED,
                    own + " sees only sessions of " + own + ": no role has a rule to " + verb.text() + " sessions");
        }
        return own;
    }

    /** @throws Failure NOT_FOUND where there is none, or none that the caller may read */
    SessionRecord readable(Caller.Known caller, String session) {
        return sessions.find(session)
                .filter(found -> mayDo(caller, Verb.READ, found))
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "there is no session " + session + " of "
                                + caller.identity().user() + ", and no role lets read those of others"));
    }

    boolean mayDo(Caller.Known caller, Verb verb, SessionRecord session) {
        boolean own = caller.identity().kind() == Identity.Kind.USER
                && session.getUser().equals(caller.identity().user());
        List<String> participants = Stream.concat(Stream.of(session.getUser()), session.getJoinedList().stream())
                .toList();
        Resource.Passage passage = new Resource.Passage(participants, session.getLogin(), session.getNodeName());
        Resource.Thing thing = new Resource.Thing(Kind.SESSION, session.getId(), session.getLabelsMap(), passage);
        return own || authorization.allows(caller, thing, new Action.Administer(verb));
    }
}
