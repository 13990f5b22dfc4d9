package dev.sallyport.cli.openssh;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which hosts an scp goes to, read from its arguments as scp(1) reads them: {@code [USER@]HOST:PATH} with no slash before the colon, or
 * {@code scp://[USER@]HOST[:PORT][/PATH]}.
 *
 * @param destination as ssh takes it: {@code [USER@]HOST}
 * @param host as typed
 */
public record ScpRemote(String destination, String host) {

    /** Options of scp that take a value. */
    private static final String VALUED = "cDFiJloPSX";

    private static final Pattern PLAIN = Pattern.compile("((?:[^/:@]+@)?)(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+):.*");
    private static final Pattern ADDRESS =
            Pattern.compile("scp://((?:[^/:@]+@)?)(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.-]+)(?::\\d+)?(?:/.*)?");

    /** Each host once, with each user once. */
    public static List<ScpRemote> of(List<String> arguments) {
        Set<ScpRemote> remotes = new LinkedHashSet<>();
        operands(arguments).forEach(operand -> remote(operand).ifPresent(remotes::add));
        return List.copyOf(remotes);
    }

    /** The {@code -o} options, which say how a host is reached. */
    public static List<String> options(List<String> arguments) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
            String option = arguments.get(i);
            if (option.equals("-o") && i + 1 < arguments.size()) {
                options.addAll(List.of(option, arguments.get(i + 1)));
            } else if (option.startsWith("-o") && option.length() > 2) {
                options.add(option);
            }
            i += takesNext(option) ? 1 : 0;
        }
        return options;
    }

    private static List<String> operands(List<String> arguments) {
        int at = 0;
        while (at < arguments.size()
                && arguments.get(at).startsWith("-")
                && arguments.get(at).length() > 1) {
            String option = arguments.get(at++);
            if (option.equals("--")) {
                break;
            }
            at += takesNext(option) ? 1 : 0;
        }
        return arguments.subList(Math.min(at, arguments.size()), arguments.size());
    }

    /** Whether the value of this word's last option is the next word. */
    private static boolean takesNext(String option) {
        for (int i = 1; i < option.length(); i++) {
            if (VALUED.indexOf(option.charAt(i)) >= 0) {
                return i == option.length() - 1;
            }
        }
        return false;
    }

    private static Optional<ScpRemote> remote(String operand) {
        Matcher parts = operand.startsWith("scp://") ? ADDRESS.matcher(operand) : PLAIN.matcher(operand);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(2).replaceAll("[\\[\\]]", "");
        return Optional.of(new ScpRemote(parts.group(1) + host, host));
    }
}
