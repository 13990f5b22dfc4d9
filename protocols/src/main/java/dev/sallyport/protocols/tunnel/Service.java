package dev.sallyport.protocols.tunnel;

import org.jspecify.annotations.Nullable;

/** What follows on a data connection after its {@link Start}. */
public enum Service {
    /** SSH. */
    SSH(1),
    /** SSH inside TLS, of which the ClientHello comes next. */
    SSH_IN_TLS(2);

    private final int code;

    Service(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    static @Nullable Service of(int code) {
        for (Service service : values()) {
            if (service.code == code) {
                return service;
            }
        }
        return null;
    }
}
