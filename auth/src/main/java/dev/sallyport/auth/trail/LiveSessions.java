package dev.sallyport.auth.trail;

import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.access.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sessions that run, as decisions see them. Drawn from what nodes tell, so it is a moment behind; whoever joins is decided about
 * by the node itself.
 *
 * @param labels of a node, by its id
 */
public record LiveSessions(SessionIndex sessions, Function<String, Map<String, String>> labels) {

    /** Newest first. */
    public Paging.Listing<SessionRecord> list(Paging page) {
        return sessions.live(page);
    }

    /** The session of this id, while it runs. */
    public Optional<SessionRecord> find(String session) {
        return sessions.find(session).filter(SessionCompany::isLive);
    }

    /** One that can be joined. */
    public Optional<Resource.LiveSession> joinable(String session) {
        return find(session).filter(SessionRecord::getTerminal).map(this::resource);
    }

    public Resource.LiveSession resource(SessionRecord session) {
        return new Resource.LiveSession(
                new Resource.Node(session.getNode(), session.getNodeName(), labels.apply(session.getNode())),
                session.getId(),
                session.getUser(),
                session.getRolesList(),
                session.getLogin());
    }
}
