package dev.sallyport.model.expression;

/** What a part of an expression comes to. */
public enum Type {
    /** One text, maybe empty. */
    TEXT("text"),
    /** Several texts, maybe none. */
    TEXTS("list of texts"),
    /** Yes or no. */
    FLAG("yes or no"),
    /** Names to one text each; a name that is not there has the empty text. */
    LABELS("labels"),
    /** Names to several texts each; a name that is not there has none. */
    TRAITS("traits"),
    /** A regular expression in RE2 syntax, written out as a text. */
    PATTERN("regular expression");

    private final String shown;

    Type(String shown) {
        this.shown = shown;
    }

    @Override
    public String toString() {
        return shown;
    }
}
