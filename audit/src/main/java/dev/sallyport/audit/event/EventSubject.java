package dev.sallyport.audit.event;

/**
 * Who, where and in which session something happened; empty text where it does not apply.
 *
 * @param user name of the person or bot
 * @param login Unix user on the node
 * @param node UUID of the node
 * @param nodeName name of the node
 * @param session UUID of the session
 * @param source address the request came from, {@code 192.0.2.1:5555}
 */
public record EventSubject(
        @Meaning("person or bot who did it") String user,
        @Meaning("Unix user on the node") String login,
        @Meaning("UUID of the node") String node,
        @Meaning("name of the node") String nodeName,
        @Meaning("UUID of the session") String session,
        @Meaning("address it came from, `192.0.2.1:5555`") String source) {

    /** Nobody, nowhere: where to begin. */
    public static final EventSubject NONE = new EventSubject("", "", "", "", "", "");

    /** The same with another user. */
    public EventSubject withUser(String value) {
        return new EventSubject(value, login, node, nodeName, session, source);
    }

    /** The same with another Unix user. */
    public EventSubject withLogin(String value) {
        return new EventSubject(user, value, node, nodeName, session, source);
    }

    /** The same on another node. */
    public EventSubject withNode(String id, String name) {
        return new EventSubject(user, login, id, name, session, source);
    }

    /** The same in another session. */
    public EventSubject withSession(String value) {
        return new EventSubject(user, login, node, nodeName, value, source);
    }

    /** The same from another address. */
    public EventSubject withSource(String value) {
        return new EventSubject(user, login, node, nodeName, session, value);
    }
}
