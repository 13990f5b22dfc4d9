package dev.sallyport.cli.document;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a document: told all at once, each with its place. */
public final class Mistakes {

    private static final int MOST = 20;
    private static final int LONGEST = 60;

    private final List<String> found = new ArrayList<>();

    /** Notes one. */
    public void add(Place place, String text) {
        if (found.size() < MOST) {
            found.add(place + ": " + text);
        }
    }

    /** @throws Failure INVALID where there is any */
    public void orFail() {
        if (!found.isEmpty()) {
            throw Failure.of(FailureCode.INVALID, String.join("\n", found));
        }
    }

    /** A piece of a file in a message: short, and without what a terminal would obey. */
    static String shown(String text) {
        String visible = text.replaceAll("\\p{C}", "?");
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "…";
    }
}
