package dev.sallyport.model.role;

import java.util.Locale;

/** What may be done with what a cluster keeps. */
public enum Verb {
    LIST,
    READ,
    CREATE,
    UPDATE,
    DELETE;

    /** As roles write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
