package dev.sallyport.audit.event;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What an event is in the Open Cybersecurity Schema Framework, version {@value #VERSION}: its class and activity. Types that
 * this version does not know are base events.
 *
 * @see <a href="https://schema.ocsf.io/1.3.0">the schema</a>
 */
enum OcsfClass {
    LOGIN("user.login", 3002, 1),
    USER_CREATED("user.create", 3001, 1),
    USER_UPDATED("user.update", 3001, 99),
    USER_DELETED("user.delete", 3001, 6),
    USER_RESET("user.reset", 3001, 4),
    USER_LOCKED("user.login.locked", 3001, 9),
    LOGIN_STARTED("user.login.started", 3002, 99),
    FACTOR_ADDED("user.device.added", 3001, 10),
    FACTOR_REMOVED("user.device.removed", 3001, 11),
    USER_CHANGED("user", 3001, 99),
    ROLE_CREATED("role.create", 3004, 1),
    ROLE_UPDATED("role.update", 3004, 3),
    ROLE_DELETED("role.delete", 3004, 4),
    ROLE_OTHER("role", 3004, 99),
    TOKEN_CREATED("token.create", 3004, 1),
    TOKEN_DELETED("token.delete", 3004, 4),
    TOKEN_OTHER("token", 3004, 99),
    LOCK_CREATED("lock.create", 3004, 1),
    LOCK_DELETED("lock.delete", 3004, 4),
    LOCK_OTHER("lock", 3004, 99),
    LIST("list", 3005, 99),
    ACCESS_REQUESTED("request", 3005, 99),
    CONNECTOR_CREATED("connector.create", 3004, 1),
    CONNECTOR_UPDATED("connector.update", 3004, 3),
    CONNECTOR_DELETED("connector.delete", 3004, 4),
    CONNECTOR_OTHER("connector", 3004, 99),
    LOGIN_RULE_UPDATED("login-rule.update", 3004, 3),
    LOGIN_RULE_DELETED("login-rule.delete", 3004, 4),
    EMITTER_CREATED("emitter.create", 3004, 1),
    EMITTER_DELETED("emitter.delete", 3004, 4),
    EMITTER_OTHER("emitter", 3004, 99),
    KEY_CREATED("ca.key.created", 3004, 1),
    KEY_OTHER("ca", 3004, 99),
    NODE_JOINED("node.join", 3004, 1),
    NODE_DELETED("node.delete", 3004, 4),
    NODE_UPDATED("node.update", 3004, 3),
    NODE_OTHER("node", 3004, 99),
    PROXY_JOINED("proxy.join", 3004, 1),
    PROXY_DELETED("proxy.delete", 3004, 4),
    PROXY_OTHER("proxy", 3004, 99),
    SESSION_STARTED("session.start", 4007, 1),
    SESSION_ENDED("session.end", 4007, 2),
    SESSION_CUT("session.cut", 4007, 3),
    SESSION_INTERRUPTED("session.interrupted", 4007, 4),
    SESSION_DENIED("session.denied", 4007, 5),
    SESSION_OTHER("session", 4007, 99),
    PORT_FORWARDED("port-forward", 4007, 99),
    AGENT_FORWARDED("agent-forward", 4007, 99),
    SCP("scp", 1001, 99),
    SFTP("sftp", 1001, 99),
    RECORDING_READ("recording", 6003, 2),
    CALL("api", 6003, 99),
    TRAIL_READ("audit", 6003, 2),
    OTHER("", 0, 99);

    static final String VERSION = "1.3.0";

    private final String kind;
    private final int uid;
    private final int activity;

    OcsfClass(String kind, int uid, int activity) {
        this.kind = kind;
        this.uid = uid;
        this.activity = activity;
    }

    /** The one whose first words are the most of the type's. */
    static OcsfClass of(String type) {
        return Arrays.stream(values())
                .filter(known -> known == OTHER || type.equals(known.kind) || type.startsWith(known.kind + "."))
                .max(Comparator.comparingInt(known -> known.kind.length()))
                .orElse(OTHER);
    }

    int uid() {
        return uid;
    }

    int activity() {
        return activity;
    }

    int category() {
        return uid / 1000;
    }
}
