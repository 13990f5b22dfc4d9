package dev.sallyport.model.role;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** As what somebody joins a session that runs. */
public enum SessionMode {
    /** Sees what is shown. */
    OBSERVER,
    /** Types too. */
    PEER,
    /** Sees what is shown, and may end the session. */
    MODERATOR;

    /** As roles and commands write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SessionMode> named(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }
}
