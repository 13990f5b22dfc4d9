package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/**
 * What events are wanted; empty texts want all.
 *
 * @param fromMillis when it happened, inclusive; 0 for no bound
 * @param toMillis exclusive; {@link Long#MAX_VALUE} for no bound
 * @param user who did it
 * @param kind a type, or its first words: {@code session}, {@code session.start}
 * @param resource a thing that it is about: a node, session, role, lock, by name or id
 * @param text words that stand one after the other in one of its fields
 */
public record EventQuery(long fromMillis, long toMillis, String user, String kind, String resource, String text) {

    private boolean isBounded() {
        return fromMillis > 0 || toMillis != Long.MAX_VALUE;
    }

    /** Whether the index can help. */
    boolean isSelective() {
        return isBounded() || !terms().isEmpty();
    }

    /** Which events of the group may be wanted, counted from its first. */
    BitSet places(Group group) {
        BitSet places = new BitSet();
        if (group.touches(fromMillis, toMillis)) {
            places.set(0, (int) (group.end() - group.first()));
        }
        for (String term : terms()) {
            if (places.isEmpty()) {
                break;
            }
            places.and(group.places(term));
        }
        return places;
    }

    private List<String> terms() {
        List<String> terms = new ArrayList<>();
        add(terms, user, EventTerms::user);
        add(terms, kind, EventTerms::kind);
        add(terms, resource, EventTerms::thing);
        EventWords.of(text).stream().distinct().forEach(word -> terms.add(EventTerms.word(word)));
        return terms;
    }

    private static void add(List<String> terms, String value, java.util.function.UnaryOperator<String> term) {
        if (!value.isEmpty()) {
            terms.add(term.apply(value));
        }
    }

    boolean matches(FlatEvent event) {
        long time = event.time().toEpochMilli();
        List<String> words = EventWords.of(text);
        return time >= fromMillis
                && time < toMillis
                && (user.isEmpty() || user.equals(event.field("user")))
                && (kind.isEmpty() || EventTerms.isOfKind(event, kind))
                && (resource.isEmpty() || EventTerms.isAbout(event, resource))
                && (text.isEmpty() || EventTerms.texts(event).anyMatch(value -> EventWords.has(value, words)));
    }

    /** For the trail, which says what people looked for. */
    public String told() {
        StringJoiner told = new StringJoiner(" ");
        tell(told, "user", user);
        tell(told, "kind", kind);
        tell(told, "resource", resource);
        tell(told, "text", text);
        if (fromMillis > 0) {
            told.add("since=" + java.time.Instant.ofEpochMilli(fromMillis));
        }
        if (toMillis != Long.MAX_VALUE) {
            told.add("until=" + java.time.Instant.ofEpochMilli(toMillis));
        }
        return told.toString();
    }

    private static void tell(StringJoiner told, String name, String value) {
        if (!value.isEmpty()) {
            told.add(name + "=" + value);
        }
    }
}
