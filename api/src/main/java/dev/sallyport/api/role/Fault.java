package dev.sallyport.api.role;

/**
 * One thing that is wrong with a role.
 *
 * @param path of the field, such as {@code spec.allow.logins[0]}
 * @param column in its text, from 1 on
 * @param text what is wrong and what was expected
 */
public record Fault(String path, int column, String text) {

    @Override
    public String toString() {
        return path + (column > 1 ? " (character " + column + ")" : "") + ": " + text;
    }
}
