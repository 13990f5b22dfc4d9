package dev.sallyport.audit.event;

/** How much an event should worry somebody; the last letter of its code. */
public enum Severity {
    /** As intended. */
    INFO,
    /** Refused, failed or incomplete: worth a look. */
    WARNING,
    /** Something that should be in the trail is not. */
    ERROR;

    static Severity ofCode(String code) {
        return switch (code.charAt(code.length() - 1)) {
            case 'I' -> INFO;
            case 'W' -> WARNING;
            case 'E' -> ERROR;
            default -> throw new IllegalArgumentException("code without severity: " + code);
        };
    }
}
