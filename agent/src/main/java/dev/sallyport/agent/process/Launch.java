package dev.sallyport.agent.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be started.
 *
 * @param program absolute path
 * @param argv arguments, the first one being the name under which the program sees itself
 * @param env all of its environment
 * @param directory where it starts; absolute
 * @param terminal its terminal; empty: three pipes
 */
public record Launch(
        String program, List<String> argv, Map<String, String> env, String directory, Optional<Terminal> terminal) {

    /**
     * @param size in the beginning
     * @param modes as the client encoded them; may be empty
     * @param owner who gets the terminal's other side
     */
    public record Terminal(Pty.Size size, byte[] modes, UnixUser owner) {}

    public Launch {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    /** The same with one more variable. */
    Launch with(String name, String value) {
        Map<String, String> more = new HashMap<>(env);
        more.put(name, value);
        return new Launch(program, argv, more, directory, terminal);
    }
}
