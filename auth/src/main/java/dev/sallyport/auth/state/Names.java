package dev.sallyport.auth.state;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What may be a name. Names become keys of the store, subjects and principals of certificates and text on terminals, so
 * they are narrow. Every refusal is INVALID and tells what is allowed.
 */
public final class Names {

    /** Bytes of the longest machine name: what fits into a knock. */
    public static final int MAX_MACHINE = 92;

    /** What auth and the proxies are called, and what knocks travel under. */
    private static final String RESERVED = "sallyport.internal";

    private static final int MAX_TRAITS = 32;
    private static final int MAX_VALUES = 64;
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,62}");
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern CONNECTOR = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern TRAIT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final Pattern MACHINE =
            Pattern.compile("[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?" + "(\\.[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)*");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@$-]{0,63}");

    private Names() {}

    /** A user's name. */
    public static String user(String name) {
        return matching(
                USER, name, "user name", "1 to 63 letters, digits and . _ @ + -, beginning with a letter or digit");
    }

    /** Whether this can be a user's name at all. */
    public static boolean isUser(String name) {
        return USER.matcher(name).matches();
    }

    /** A role's name. */
    public static String role(String name) {
        return matching(ROLE, name, "role name", "1 to 63 letters, digits and . _ -, beginning with a letter or digit");
    }

    /** A connector's name: also part of an address. */
    public static String connector(String name) {
        return matching(
                CONNECTOR, name, "connector name", "1 to 63 letters in lower case, digits and -, not at its ends");
    }

    /** A Unix user. */
    public static String login(String login) {
        return matching(
                LOGIN, login, "login", "1 to 64 letters, digits and . _ @ $ -, beginning with a letter, digit or _");
    }

    /** Whether this can be a Unix user. */
    public static boolean isLogin(String login) {
        return LOGIN.matcher(login).matches();
    }

    /**
     * A machine's name: a host name in lower case. What looks like an id is refused, so that nobody can take a name that
     * means another machine.
     */
    public static String machine(String name) {
        matching(
                MACHINE, name, "host name", "a DNS name in lower case: letters, digits, - and _, parts joined by dots");
        if (name.length() > MAX_MACHINE) {
            throw invalid("host name", name, "at most " + MAX_MACHINE + " characters");
        }
        if (isId(name)) {
            throw invalid("host name", name, "a name that is no UUID: those are ids of machines");
        }
        if (name.endsWith(RESERVED)) {
            throw invalid(
                    "host name", name, "a name that does not end in " + RESERVED + ": those are the servers' own");
        }
        return name;
    }

    /** Whether this is a UUID in its usual form. */
    public static boolean isId(String text) {
        return UUID.matcher(text).matches();
    }

    /** A UUID in its usual form. */
    public static String id(String text, String what) {
        return matching(UUID, text, what, "a UUID in lower case");
    }

    /** The public part of a join token. */
    public static String token(String id) {
        return matching(TOKEN, id, "token id", "12 hex digits, as 'sally tokens ls' shows");
    }

    /** A second factor's id. */
    public static String device(String id) {
        return matching(TOKEN, id, "second factor", "12 hex digits, as 'sally mfa ls' shows");
    }

    /** Traits: at most 32 names with at most 64 values each. */
    public static void traits(Map<String, List<String>> traits) {
        bounded("traits", traits.size(), MAX_TRAITS);
        traits.forEach((name, values) -> {
            matching(TRAIT, name, "trait name", "1 to 64 letters, digits, _ and -");
            bounded("values of trait " + name, values.size(), MAX_VALUES);
            values.forEach(value -> text(value, "value of trait " + name));
        });
        traits.getOrDefault("logins", List.of()).forEach(Names::login);
    }

    /** Labels of a machine: at most 64, values of at most 256 characters. */
    public static void labels(Map<String, String> labels) {
        bounded("labels", labels.size(), MAX_VALUES);
        labels.forEach((name, value) -> {
            label(name);
            text(value, "value of label " + name);
        });
    }

    /** A label's name. */
    public static String label(String name) {
        return matching(LABEL, name, "label name", "1 to 63 letters, digits and . _ / -");
    }

    /** Text for people: at most 256 characters, none of them a control character. */
    public static String text(String value, String what) {
        if (value.length() > 256 || value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(what, value, "at most 256 characters without control characters");
        }
        return value;
    }

    /** Refuses more than {@code most}. */
    public static void bounded(String what, int count, int most) {
        if (count > most) {
            throw Failure.of(FailureCode.INVALID, count + " " + what + ": at most " + most + " are allowed");
        }
    }

    private static String matching(Pattern pattern, String text, String what, String allowed) {
        if (!pattern.matcher(text).matches()) {
            throw invalid(what, text, allowed);
        }
        return text;
    }

    private static Failure invalid(String what, String text, String allowed) {
        return Failure.of(FailureCode.INVALID, what + " '" + shown(text) + "' cannot be used: expected " + allowed);
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 64 ? printable : printable.substring(0, 64) + "…";
    }
}
