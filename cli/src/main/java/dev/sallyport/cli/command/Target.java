package dev.sallyport.cli.command;

import dev.sallyport.cli.document.Kinds;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.NearestName;
import java.util.List;
import java.util.Optional;

/**
 * What a person names as {@code KIND} or {@code KIND/NAME}.
 *
 * @param kind such as {@code role}, never in the plural
 */
record Target(String kind, Optional<String> name) {

    /**
     * One of the kinds that there are documents of, also in the plural.
     *
     * @throws Failure INVALID for any other
     */
    static Target parse(String text) {
        int slash = text.indexOf('/');
        String word = slash < 0 ? text : text.substring(0, slash);
        String kind = Kinds.named(word)
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID, "there is no kind '" + word + "' here" + nearest(word, Kinds.names())));
        return new Target(kind, slash < 0 ? Optional.empty() : Optional.of(text.substring(slash + 1)));
    }

    /** @throws Failure INVALID where only a kind was given */
    String one() {
        return name.filter(given -> !given.isEmpty())
                .orElseThrow(() -> Failure.of(FailureCode.INVALID, "which " + kind + "? Expected " + kind + "/NAME"));
    }

    private static String nearest(String word, List<String> kinds) {
        return NearestName.to(word, kinds)
                .map(near -> ": did you mean '" + near + "'?")
                .orElseGet(() -> ": expected one of " + String.join(", ", kinds));
    }
}
