package dev.sallyport.audit.event;

/**
 * A value that is personal: stored as ciphertext under the key of whom it is about, which can be destroyed. {@code personal:v1:},
 * the key's generation, a colon, and nonce, ciphertext and tag (AES-256-GCM) in base64url; docs/reference/audit-sdk.md.
 */
public final class PersonalField {

    /** What a sealed value begins with; no value in the clear does. */
    public static final String PREFIX = "personal:v1:";

    /** What is shown where there is no key any more. */
    public static final String SHREDDED = "(shredded)";

    private PersonalField() {}

    /** Whether this value is ciphertext: it is neither searched nor indexed. */
    public static boolean isSealed(String value) {
        return value.startsWith(PREFIX);
    }
}
