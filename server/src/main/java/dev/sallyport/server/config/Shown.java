package dev.sallyport.server.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** How pieces of the file appear in a message to a terminal. */
final class Shown {

    private static final int LONGEST = 60;

    private Shown() {}

    /** Without control characters, and short: what is in a file may be anything. */
    static String clean(String text) {
        String visible = text.replaceAll("\\p{C}", "?");
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "…";
    }

    /** {@code file:line:column}, counted from 1. */
    static String place(Optional<Mark> mark) {
        return mark.map(at -> at.getName().startsWith("--")
                        ? at.getName()
                        : at.getName() + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                .orElse("configuration");
    }
}
