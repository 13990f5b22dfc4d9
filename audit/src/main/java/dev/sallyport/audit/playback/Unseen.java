package dev.sallyport.audit.playback;

/** Characters that do something instead of being seen: controls, and those that turn the direction of text or hide it. */
final class Unseen {

    private Unseen() {}

    static boolean isUnseen(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
