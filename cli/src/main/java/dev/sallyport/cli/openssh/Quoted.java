package dev.sallyport.cli.openssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.regex.Pattern;

/** Values in ssh_config(5), whose arguments know double quotes and percent tokens, and whose ProxyCommand is a shell's line. */
final class Quoted {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@+=:,./-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

    private Quoted() {}

    /** A path as an argument. */
    static String path(Object path) {
        String text = printable(path.toString());
        if (text.contains("\"") || text.contains("\\") || text.contains("${")) {
            throw refused(text);
        }
        String escaped = text.replace("%", "%%");
        return PLAIN.matcher(text).matches() ? escaped : "\"" + escaped + "\"";
    }

    /** A word of ProxyCommand, which OpenSSH hands to the person's shell after it replaced percent tokens. */
    static String word(Object value) {
        String text = printable(value.toString());
        String escaped = text.replace("%", "%%");
        return PLAIN.matcher(text).matches() ? escaped : "'" + escaped.replace("'", "'\\''") + "'";
    }

    /** A name of a cluster, user or host, which stands between blanks. */
    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw refused(name);
        }
        return name;
    }

    private static String printable(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw refused(text);
        }
        return text;
    }

    private static Failure refused(String text) {
        return Failure.of(
                FailureCode.INVALID,
                "'" + text + "' cannot be written into an OpenSSH configuration. Next: set SALLY_HOME to a plain path");
    }
}
