package dev.sallyport.auth.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which sessions there were, drawn from the events that nodes deliver. A session belongs to the node that spoke of it
 * first; what another node says of it is kept as an event and changes nothing here.
 */
public final class SessionIndex {

    /** What a session's recording field says of one that is there to its end. */
    public static final String WAS_COMPLETE = "complete";

    /** What it says of one that ends before the session did. */
    public static final String WAS_CUT_SHORT = "cut-short";

    /** It was let go: past retention. */
    public static final String WAS_RETIRED = "retired";

    /** What it says while the node is gone and more may come. */
    public static final String WAS_INTERRUPTED = "interrupted";

    private static final int OPEN_AT_ONCE = 1000;

    private static final String START = "session.start";
    private static final String END = "session.end";
    private static final String COMPLETE = "session.recording.complete";
    private static final String CUT_SHORT = "session.recording.cut-short";
    private static final String FAILED = "session.recording.failed";

    private final Records<SessionRecord> records;
    private final Store store;
    private final Function<String, Map<String, String>> labels;

    /** @param labels of a node, by its id */
    public SessionIndex(Store store, Function<String, Map<String, String>> labels) {
        this.store = store;
        this.labels = labels;
        this.records = Records.open(store, Keyspace.SESSIONS, SessionRecord.parser());
    }

    /** In the order of ids, which is that of their beginning; after this one. */
    List<SessionRecord> upwards(String after, int most) {
        return records.after(after, most).stream().map(Records.Versioned::value).toList();
    }

    /** The session of this id. */
    public Optional<SessionRecord> find(String session) {
        return Names.isId(session) ? records.find(session).map(Records.Versioned::value) : Optional.empty();
    }

    Optional<Records.Versioned<SessionRecord>> stored(String session) {
        return records.find(session);
    }

    Store.Write write(Optional<Records.Versioned<SessionRecord>> old, SessionRecord record) {
        return records.write(old, record.getId(), record);
    }

    /** Newest first; of one user, or of all where it is empty. */
    public Paging.Listing<SessionRecord> list(String user, Paging page) {
        return user.isEmpty() ? all(page) : ofUser(user, page);
    }

    /** A session whose recording is not all there. */
    record Open(String session, String node) {}

    /** All of them. */
    List<Open> open() {
        List<Open> open = new ArrayList<>();
        String after = "";
        List<Store.Entry> page;
        do {
            page = store.range(Keyspace.OPEN_SESSIONS, after, OPEN_AT_ONCE);
            page.forEach(entry -> open.add(new Open(
                    entry.key().substring(Keyspace.OPEN_SESSIONS.length()), new String(entry.value(), UTF_8))));
            after = page.isEmpty() ? "" : page.getLast().key();
        } while (page.size() == OPEN_AT_ONCE);
        return open;
    }

    Store.Write opening(String session, String node) {
        return new Store.Write.Put(Keyspace.OPEN_SESSIONS + session, node.getBytes(UTF_8), 0);
    }

    Store.Write closing(Open open) {
        return closing(open.session());
    }

    Store.Write closing(String session) {
        return new Store.Write.Delete(Keyspace.OPEN_SESSIONS + session, 0);
    }

    /** Whether nothing more comes of a session's recording. That it ended as a whole does not say that all of it is here. */
    private static boolean settles(SessionRecord before, FlatEvent event) {
        return switch (event.type()) {
            case COMPLETE, CUT_SHORT, FAILED -> true;
            case END -> hasNone(event.field("recording")) || isWhole(before);
            default -> isWhole(before);
        };
    }

    /** Whether the recording was stored to its end. */
    boolean isAllThere(String session) {
        return find(session).filter(SessionIndex::isWhole).isPresent()
                && store.get(Keyspace.OPEN_SESSIONS + session).isEmpty();
    }

    private static boolean hasNone(String recording) {
        return recording.equals("off") || recording.equals("failed");
    }

    private static boolean isWhole(SessionRecord session) {
        return session.getRecording().equals(WAS_COMPLETE)
                || session.getRecording().equals(WAS_CUT_SHORT);
    }

    /** What these events of a node change. */
    List<Store.Write> changes(List<FlatEvent> events, String node) {
        Map<String, Optional<Records.Versioned<SessionRecord>>> before = new LinkedHashMap<>();
        Map<String, SessionRecord> after = new LinkedHashMap<>();
        List<Store.Write> writes = new ArrayList<>();
        Set<String> settled = new HashSet<>();
        Set<String> unsettled = new HashSet<>();
        for (FlatEvent event : events) {
            String id = event.field("session");
            if (!Names.isId(id) || !isTelling(event.type())) {
                continue;
            }
            Optional<Records.Versioned<SessionRecord>> old = before.computeIfAbsent(id, records::find);
            SessionRecord current =
                    after.getOrDefault(id, old.map(Records.Versioned::value).orElseGet(() -> begun(id, node, event)));
            if (current.getNode().equals(node)) {
                after.put(id, changed(current, event));
                if (settles(current, event)) {
                    settled.add(id);
                } else if (!SessionCompany.tells(event.type())) {
                    unsettled.add(id);
                }
                if (event.type().equals(START) && Names.isUser(event.field("user"))) {
                    writes.add(new Store.Write.Put(userKey(event.field("user"), id), new byte[0], 0));
                }
            }
        }
        after.forEach((id, record) -> {
            writes.add(write(before.getOrDefault(id, Optional.empty()), record));
            if (settled.contains(id) || unsettled.contains(id)) {
                writes.add(settled.contains(id) ? closing(id) : opening(id, node));
            }
            writes.add(SessionCompany.isLive(record) ? live(id) : dead(id));
        });
        return writes;
    }

    private static boolean isTelling(String type) {
        return switch (type) {
            case START, END, COMPLETE, CUT_SHORT, FAILED -> true;
            default -> SessionCompany.tells(type);
        };
    }

    private static Store.Write live(String session) {
        return new Store.Write.Put(Keyspace.LIVE_SESSIONS + session, new byte[0], 0);
    }

    /** It is not among those that run any more. */
    static Store.Write dead(String session) {
        return new Store.Write.Delete(Keyspace.LIVE_SESSIONS + session, 0);
    }

    /** Those that run, newest first. */
    public Paging.Listing<SessionRecord> live(Paging page) {
        String before = page.after().isEmpty() ? "" : Keyspace.LIVE_SESSIONS + page.after();
        List<String> ids = store.rangeBackwards(Keyspace.LIVE_SESSIONS, before, page.size() + 1).stream()
                .map(entry -> entry.key().substring(Keyspace.LIVE_SESSIONS.length()))
                .toList();
        return found(page.cut(ids, id -> id));
    }

    private Paging.Listing<SessionRecord> found(Paging.Listing<String> cut) {
        List<SessionRecord> sessions =
                cut.items().stream().map(this::find).flatMap(Optional::stream).toList();
        return new Paging.Listing<>(sessions, cut.next());
    }

    private static SessionRecord begun(String id, String node, FlatEvent event) {
        return SessionRecord.newBuilder()
                .setId(id)
                .setNode(node)
                .setNodeName(event.field("node_name"))
                .build();
    }

    private SessionRecord changed(SessionRecord session, FlatEvent event) {
        long millis = event.time().toEpochMilli();
        SessionRecord.Builder next = session.toBuilder();
        switch (event.type()) {
            case START ->
                next.setUser(event.field("user"))
                        .setLogin(event.field("login"))
                        .setKind(event.field("kind"))
                        .setCommand(event.field("command"))
                        .setStartedMillis(millis)
                        .setTerminal(Boolean.parseBoolean(event.field("terminal")))
                        .addAllRoles(SessionCompany.roles(event.field("roles")))
                        .putAllLabels(labels.apply(session.getNode()));
            case END -> {
                next.clearParticipants().clearWaitsFor();
                next.setEndedMillis(millis);
                if (session.getRecording().isEmpty() || session.getRecording().equals(WAS_INTERRUPTED)) {
                    next.setRecording(event.field("recording"));
                }
            }
            case COMPLETE -> next.setRecording(WAS_COMPLETE);
            case FAILED -> next.setRecording("failed");
            case CUT_SHORT -> {
                next.setRecording(WAS_CUT_SHORT);
                if (session.getEndedMillis() == 0) {
                    next.setEndedMillis(millis);
                }
            }
            default -> SessionCompany.change(next, event);
        }
        return next.build();
    }

    private Paging.Listing<SessionRecord> all(Paging page) {
        List<SessionRecord> read = records.before(page.after(), page.size() + 1).stream()
                .map(Records.Versioned::value)
                .toList();
        return page.cut(read, SessionRecord::getId);
    }

    private Paging.Listing<SessionRecord> ofUser(String user, Paging page) {
        String prefix = userKey(Names.user(user), "");
        String before = page.after().isEmpty() ? "" : prefix + page.after();
        List<String> ids = store.rangeBackwards(prefix, before, page.size() + 1).stream()
                .map(entry -> entry.key().substring(prefix.length()))
                .toList();
        return found(page.cut(ids, id -> id));
    }

    private static String userKey(String user, String session) {
        return Keyspace.USER_SESSIONS + user + "/" + session;
    }
}
