package dev.sallyport.auditsdk;

import java.util.Locale;

/** How much of somebody's eye an event needs. */
public enum Severity {
    INFO,
    WARNING,
    ERROR;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
