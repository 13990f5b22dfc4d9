package dev.sallyport.auth.search;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.event.PersonalField;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What an event can be found by. */
final class EventTerms {

    /** Fields that name a thing which an event is about. */
    private static final List<String> THINGS = List.of(
            "node",
            "node_name",
            "proxy",
            "proxy_name",
            "session",
            "login",
            "name",
            "token",
            "lock",
            "target",
            "path",
            "emitter",
            "subject");

    private static final int LONGEST = 100;

    private EventTerms() {}

    static Set<String> of(FlatEvent event) {
        Set<String> terms = new HashSet<>();
        if (!PersonalField.isSealed(event.field("user"))) {
            terms.add(user(event.field("user")));
        }
        for (int dot = event.type().indexOf('.'); dot > 0; dot = event.type().indexOf('.', dot + 1)) {
            terms.add(kind(event.type().substring(0, dot)));
        }
        terms.add(kind(event.type()));
        THINGS.stream()
                .map(event::field)
                .filter(value -> !value.isEmpty() && !PersonalField.isSealed(value))
                .forEach(value -> terms.add(thing(value)));
        texts(event).forEach(value -> EventWords.of(value).forEach(word -> terms.add(word(word))));
        return terms;
    }

    /** Values that can be found: not those that are ciphertext. */
    static Stream<String> texts(FlatEvent event) {
        return event.fields().values().stream().filter(value -> !PersonalField.isSealed(value));
    }

    static boolean isOfKind(FlatEvent event, String kind) {
        return event.type().equals(kind) || event.type().startsWith(kind + ".");
    }

    static boolean isAbout(FlatEvent event, String thing) {
        return THINGS.stream().anyMatch(field -> event.field(field).equals(thing));
    }

    static String user(String name) {
        return "u/" + plain(name);
    }

    static String kind(String type) {
        return "k/" + plain(type);
    }

    static String thing(String name) {
        return "r/" + plain(name);
    }

    static String word(String word) {
        return "w/" + plain(word);
    }

    /** As part of a key: without slashes, and not too long; two that become one are told apart by looking at the event. */
    private static String plain(String value) {
        String cut = value.length() <= LONGEST ? value : value.substring(0, LONGEST);
        boolean simple = cut.chars().allMatch(c -> c > ' ' && c < 127 && c != '/' && c != '%');
        return simple ? cut : "%" + HexFormat.of().formatHex(cut.getBytes(StandardCharsets.UTF_8));
    }
}
