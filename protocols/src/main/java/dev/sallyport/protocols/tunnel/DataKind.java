package dev.sallyport.protocols.tunnel;

import org.jspecify.annotations.Nullable;

/** Why an agent opened a data connection. */
public enum DataKind {
    /** To wait until it is needed. */
    SPARE(0),
    /** Because the proxy dialled. */
    ANSWER(1);

    private final int code;

    DataKind(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable DataKind of(int code) {
        return switch (code) {
            case 0 -> SPARE;
            case 1 -> ANSWER;
            default -> null;
        };
    }
}
