package dev.sallyport.auth.people;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Locale;

/** What may be a password: long, not too long to hash, without the user's name. */
final class PasswordRule {

    static final int SHORTEST = 12;

    /** Characters; more is refused before it is hashed. */
    static final int LONGEST = 256;

    /** Names shorter than this are in too many words to forbid. */
    private static final int TELLING_NAME = 3;

    private PasswordRule() {}

    /** @throws Failure INVALID, telling what is expected */
    static void check(String password, String user) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw invalid("it has " + length + " characters: expected " + SHORTEST + " to " + LONGEST);
        }
        if (user.length() >= TELLING_NAME
                && password.toLowerCase(Locale.ROOT).contains(user.toLowerCase(Locale.ROOT))) {
            throw invalid("it contains the user name");
        }
    }

    /** What is hashed of what was typed: nothing of what nobody may have. */
    static String cut(String password) {
        return password.length() > LONGEST * 2 ? "" : password;
    }

    private static Failure invalid(String why) {
        return Failure.of(FailureCode.INVALID, "this password cannot be used: " + why);
    }
}
