package dev.sallyport.agent.process;

import java.util.List;

/**
 * An account of this host, as its name service has it.
 *
 * @param name login name
 * @param uid user id
 * @param gid primary group
 * @param groups all groups, the primary one included
 * @param home home directory, which need not exist
 * @param shell login shell; {@code /bin/sh} where the account names none
 */
public record UnixUser(String name, int uid, int gid, List<Integer> groups, String home, String shell) {

    public UnixUser {
        groups = List.copyOf(groups);
        shell = shell.isEmpty() ? "/bin/sh" : shell;
        home = home.isEmpty() ? "/" : home;
    }
}
