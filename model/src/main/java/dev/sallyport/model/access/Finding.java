package dev.sallyport.model.access;

/**
 * What one role had to say.
 *
 * @param role its name
 * @param effect what that comes to
 * @param path where in the role it says so, such as {@code allow.node_labels}
 * @param text what it says there, for a person
 */
public record Finding(String role, Effect effect, String path, String text) {

    public enum Effect {
        ALLOWS,
        DENIES,
        /** It would have to say more to allow this. */
        FALLS_SHORT
    }

    @Override
    public String toString() {
        return "role " + role + ", " + path + ": " + text;
    }
}
