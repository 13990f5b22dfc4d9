package dev.sallyport.audit.event;

/** How much an event should worry somebody; the last letter of its code. */
public enum Severity {
    /** As intended. */
    INFO,
    /** Refused, failed or incomplete: worth a look. */
    WARNING,
    /** Something that should be in the trail is not. */
    ERROR;

    /** By the last letter of a code, also of one that the catalogue does not have; what has none is as intended. */
    public static Severity of(String code) {
        return code.endsWith("W") ? WARNING : code.endsWith("E") ? ERROR : INFO;
    }

    static Severity ofCode(String code) {
        return switch (code.charAt(code.length() - 1)) {
            case 'I' -> INFO;
            case 'W' -> WARNING;
            case 'E' -> ERROR;
            default -> throw new IllegalArgumentException("code without severity: " + code);
        };
    }
}
