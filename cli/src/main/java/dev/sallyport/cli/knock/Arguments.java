package dev.sallyport.cli.knock;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command line, parsed by hand.
 *
 * @param target host as OpenSSH gives it: {@code name}, {@code name.CLUSTER} or a node's id, with or without {@code :PORT}
 */
record Arguments(
        @Nullable String profile,
        @Nullable String proxy,
        @Nullable String cluster,
        String target) {

    private static final String USAGE =
            "usage: sally proxy ssh [--profile=DIR | --proxy=HOST:PORT | --cluster=NAME] HOST[:PORT]";

    static Arguments parse(String[] args) throws Refusal {
        String profile = null;
        String proxy = null;
        String cluster = null;
        String target = null;
        for (String arg : args) {
            if (arg.startsWith("--profile=")) {
                profile = arg.substring("--profile=".length());
            } else if (arg.startsWith("--proxy=")) {
                proxy = arg.substring("--proxy=".length());
            } else if (arg.startsWith("--cluster=")) {
                cluster = arg.substring("--cluster=".length());
            } else if (arg.startsWith("-") || target != null) {
                throw new Refusal(Exit.USAGE, USAGE);
            } else {
                target = arg;
            }
        }
        if (target == null || target.isEmpty()) {
            throw new Refusal(Exit.USAGE, USAGE);
        }
        return new Arguments(profile, proxy, cluster, target);
    }

    ProfileLookup lookup(Homes homes) {
        return new ProfileLookup(homes, profile, proxy, cluster);
    }

    /** What the knock names: without port, user and the cluster's own suffix; names of nodes are in lower case. */
    String host(String clusterName) {
        String host = target.substring(target.lastIndexOf('@') + 1);
        int colon = host.indexOf(':');
        if (colon >= 0 && colon == host.lastIndexOf(':')) {
            host = host.substring(0, colon);
        }
        String suffix = ".".concat(clusterName);
        int name = host.length() - suffix.length();
        boolean ours = name > 0 && host.regionMatches(true, name, suffix, 0, suffix.length());
        return (ours ? host.substring(0, name) : host).toLowerCase(Locale.ROOT);
    }
}
