package dev.sallyport.audit.terminal;

/** Characters that do something instead of being seen: controls, and those that turn the direction of text or hide it. */
public final class Unseen {

    private Unseen() {}

    public static boolean isUnseen(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
