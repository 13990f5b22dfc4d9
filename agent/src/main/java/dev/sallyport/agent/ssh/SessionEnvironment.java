package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.UnixUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a session: what the account says, and what the client may add to it. */
final class SessionEnvironment {

    private static final int MOST = 64;
    private static final int LONGEST = 4096;
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games";
    private static final String ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final List<String> allowed;
    private final Map<String, String> fromClient = new LinkedHashMap<>();

    /** @param allowed names that clients may set; a {@code *} at the end stands for anything */
    SessionEnvironment(List<String> allowed) {
        this.allowed = allowed;
    }

    /** Takes a variable from the client; false when it is not on the list, too long or one too many. */
    boolean accept(String name, String value) {
        boolean fits = name.length() + value.length() <= LONGEST && fromClient.size() < MOST;
        boolean sound = !name.isEmpty() && name.indexOf('=') < 0 && (name + value).indexOf('\0') < 0;
        if (!fits || !sound || allowed.stream().noneMatch(pattern -> matches(pattern, name))) {
            return false;
        }
        fromClient.put(name, value);
        return true;
    }

    /** All of it. What the account says wins over what the client says. */
    Map<String, String> of(UnixUser user) {
        Map<String, String> all = new LinkedHashMap<>(fromClient);
        all.put("HOME", user.home());
        all.put("USER", user.name());
        all.put("LOGNAME", user.name());
        all.put("SHELL", user.shell());
        all.put("PATH", user.uid() == 0 ? ROOT_PATH : PATH);
        return all;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(name);
    }
}
