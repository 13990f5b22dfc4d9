package dev.sallyport.auth.state;

import dev.sallyport.store.TimeOrdered;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** The store's keys. All begin with the name of a kind; what follows was checked by {@link Names}. */
public final class Keyspace {

    public static final String USERS = "users/";
    public static final String CREDENTIALS = "credentials/";
    public static final String INVITES = "invites/";
    /** {@code challenges/HASH}: second factors that were asked for; some minutes. */
    public static final String CHALLENGES = "challenges/";

    /** {@code security-keys/HASH}: whose a security key is. */
    public static final String SECURITY_KEYS = "security-keys/";

    /** {@code headless/USER/CODE}: logins that wait for a yes from elsewhere. */
    public static final String HEADLESS = "headless/";

    public static final String LOCKOUTS = "lockouts/";
    public static final String ROLES = "roles/";
    public static final String TOKENS = "tokens/";
    public static final String NODES = "nodes/";
    public static final String PROXIES = "proxies/";
    public static final String LOCKS = "locks/";
    /** {@code certificates/END-SERIAL}: by their end, so that those that ended are found first. */
    public static final String CERTIFICATES = "certificates/";

    /** {@code requests/ID}: access requests, bound to a lease that ends some time after they do. */
    public static final String REQUESTS = "requests/";

    public static final String LISTS = "lists/";
    /** Written by every change of an access list, so that they take turns. */
    public static final String LISTS_TURN = "lists-turn";

    public static final String CONNECTORS = "connectors/";
    /** {@code connector-secrets/NAME}: apart, so that who reads connectors reads no secret. */
    public static final String CONNECTOR_SECRETS = "connector-secrets/";

    public static final String LOGIN_RULES = "login-rules/";

    /** {@code scim-users/CONNECTOR/ID}. */
    public static final String SCIM_USERS = "scim-users/";

    /** {@code scim-groups/CONNECTOR/ID}. */
    public static final String SCIM_GROUPS = "scim-groups/";

    /** {@code emitters/NAME}: services that write events of their own. */
    public static final String EMITTERS = "emitters/";

    /** {@code subject-keys/HASH}: what opens personal fields of events. */
    public static final String SUBJECT_KEYS = "subject-keys/";

    public static final String SEEN = "seen/";
    public static final String EVENTS = "events/";
    /** {@code leaves/NUMBER}: of the audit log, in the order of their commits; nothing removes them. */
    public static final String LEAVES = "leaves/";

    /** {@code exports/NAME}: the number in the log of the next event that a target has not accepted. */
    public static final String EXPORTS = "exports/";

    /** {@code notices/NAME}: the number in the log of the next event that a target of notices has not heard of. */
    public static final String NOTICES = "notices/";

    /** From which event on they are kept. */
    public static final String RETENTION = "log-retention";

    public static final String LOG_KEY = "log-key";
    public static final String LOG_CHECKPOINT = "log-checkpoint";

    /** {@code log-carried/PLACE}: how many entries the checkpoint has that was carried there last. */
    public static final String LOG_CARRIED = "log-carried/";

    public static final String SESSIONS = "sessions/";

    /** {@code user-sessions/USER/ID}: an index, so that people find their own without reading those of all. */
    public static final String USER_SESSIONS = "user-sessions/";

    /** {@code open-sessions/ID}: the node whose session it is, until all of the recording is there or it has none. */
    public static final String OPEN_SESSIONS = "open-sessions/";

    /** {@code live-sessions/ID}: those that have begun and not ended. */
    public static final String LIVE_SESSIONS = "live-sessions/";

    /** {@code session-comments/SESSION/ID}. */
    public static final String SESSION_COMMENTS = "session-comments/";

    /** {@code unindexed/ID}: recordings that are complete and whose text is to be kept for searches. */
    public static final String UNINDEXED = "unindexed/";

    /** {@code retiring/ID}: recordings whose files are to go. */
    public static final String RETIRING = "retiring/";

    /** Recordings of all sessions up to this one are settled. */
    public static final String RETIRED = "retired";

    public static final String AUTHORITIES = "ca/";

    /** Facts of the cluster that never change. */
    public static final String CLUSTER = "cluster";

    /** What access rests on: who is there, with which rights and which proofs, and who took them away. */
    private static final List<String> ACCESS = List.of(
            USERS,
            CREDENTIALS,
            INVITES,
            SECURITY_KEYS,
            ROLES,
            TOKENS,
            NODES,
            PROXIES,
            LOCKS,
            REQUESTS,
            LISTS,
            CONNECTORS,
            CONNECTOR_SECRETS,
            LOGIN_RULES,
            SCIM_USERS,
            SCIM_GROUPS,
            AUTHORITIES);

    private Keyspace() {}

    /** What a database may keep by month: events' ids are UUIDv7, which begin with the milliseconds. */
    public static List<TimeOrdered> timed() {
        return List.of(new TimeOrdered(EVENTS, Keyspace::firstEvent));
    }

    private static String firstEvent(Instant at) {
        String millis = HexFormat.of().toHexDigits(at.toEpochMilli(), 12);
        return EVENTS + millis.substring(0, 8) + "-" + millis.substring(8);
    }

    /** Whether a change of this key goes into the audit trail, in the same commit. */
    public static boolean isAccess(String key) {
        return ACCESS.stream().anyMatch(key::startsWith);
    }
}
