package dev.sallyport.cli.log;

import dev.sallyport.audit.event.EventJson;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.model.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What differs between an event as it is and as it was logged. */
public final class EventDifference {

    private EventDifference() {}

    /** The id of the event in an entry; empty where it cannot be read. */
    public static Optional<String> id(byte[] entry) {
        return read(entry).map(stored -> stored.event().id());
    }

    /** For a person, {@code field user was 'alice', is 'mallory'}. */
    public static String text(byte[] logged, byte[] found) {
        Optional<EventJson.Stored> was = read(logged);
        Optional<EventJson.Stored> is = read(found);
        if (was.isEmpty() || is.isEmpty()) {
            return "what is there is no event";
        }
        FlatEvent before = was.get().event();
        FlatEvent after = is.get().event();
        List<String> changes = new ArrayList<>();
        add(changes, "id", before.id(), after.id());
        add(changes, "time", before.time().toString(), after.time().toString());
        add(changes, "type", before.type(), after.type());
        add(changes, "code", before.code(), after.code());
        TreeSet<String> names = new TreeSet<>(before.fields().keySet());
        names.addAll(after.fields().keySet());
        names.forEach(name -> add(changes, "field " + name, before.field(name), after.field(name)));
        return changes.isEmpty() ? "it is written otherwise" : String.join("; ", changes);
    }

    private static void add(List<String> changes, String what, String was, String is) {
        if (!was.equals(is)) {
            changes.add(what + " was '" + was + "', is '" + is + "'");
        }
    }

    private static Optional<EventJson.Stored> read(byte[] entry) {
        try {
            return Optional.of(EventJson.read(entry));
        } catch (Failure e) {
            return Optional.empty();
        }
    }
}
