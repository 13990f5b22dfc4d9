package dev.sallyport.model.role;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of things that a cluster keeps and that rules speak of. */
public enum Kind {
    USER,
    ROLE,
    TOKEN,
    NODE,
    PROXY,
    LOCK,
    /** Access requests of everybody. */
    REQUEST,
    ACCESS_LIST,
    /** Ways to identity providers, and login rules: whoever writes them can give every role. */
    CONNECTOR,
    /** Recordings of sessions. */
    SESSION,
    /** Lines of the audit trail. */
    EVENT;

    /** As roles and commands write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code users}, {@code proxies}. */
    public String plural() {
        return this == PROXY ? "proxies" : text() + "s";
    }

    /** The kind of this name, also in the plural. */
    public static Optional<Kind> named(String text) {
        return Arrays.stream(values())
                .filter(kind -> text.equals(kind.text()) || text.equals(kind.plural()))
                .findFirst();
    }
}
