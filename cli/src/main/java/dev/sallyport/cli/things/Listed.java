package dev.sallyport.cli.things;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Picks things out of listings. */
final class Listed {

    private Listed() {}

    /** Such as {@code name == "web1"}: what a filter asks for. */
    static String is(String field, String value) {
        return field + " == \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * The only one.
     *
     * @param kind for messages
     * @param id what tells several of the same name apart
     * @throws Failure NOT_FOUND where there is none, INVALID where there are several
     */
    static <T> T one(List<T> found, String kind, String plural, String name, Function<T, String> id) {
        if (found.isEmpty()) {
            throw Failure.of(
                    FailureCode.NOT_FOUND,
                    "there is no " + kind + " '" + name + "': 'sally get " + plural + "' shows those there are");
        }
        if (found.size() > 1) {
            throw Failure.of(
                    FailureCode.INVALID,
                    String.format(
                            Locale.ROOT,
                            "several %s are called %s: expected %s/ID, one of %s",
                            plural,
                            name,
                            kind,
                            String.join(", ", found.stream().map(id).toList())));
        }
        return found.getFirst();
    }

    /** What people do not make by a document. */
    static Failure notMade(String kind, String instead) {
        return Failure.of(FailureCode.INVALID, "a " + kind + " is not stored by a document: " + instead);
    }
}
