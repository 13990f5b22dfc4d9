package dev.sallyport.agent.ssh;

import dev.sallyport.model.role.SessionMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user name {@code join:MODE:SESSION} asks for. No Unix user has a colon in its name, so no login is ever mixed up with
 * it.
 *
 * @param session UUID
 */
record JoinWish(SessionMode mode, String session) {

    private static final String PREFIX = "join:";
    private static final Pattern FORM = Pattern.compile("join:([a-z]{1,16}):([0-9a-f-]{36})");

    /** Whether it is no login, whether or not it can be read. */
    static boolean isMeant(String login) {
        return login.startsWith(PREFIX);
    }

    static Optional<JoinWish> parse(String login) {
        Matcher form = FORM.matcher(login);
        return form.matches()
                ? SessionMode.named(form.group(1)).map(mode -> new JoinWish(mode, form.group(2)))
                : Optional.empty();
    }
}
