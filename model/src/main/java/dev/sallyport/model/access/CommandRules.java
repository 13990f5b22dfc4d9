package dev.sallyport.model.access;

import dev.sallyport.model.expression.Bindings;
import dev.sallyport.model.role.TextPattern;
import java.util.List;
import java.util.Optional;

/**
 * What may be run in a session. This looks at the command line that the client asks for, and at nothing else: whoever gets
 * a shell, or may run a program that starts others, can start anything. It is no sandbox.
 *
 * @param anything some role allows shells, subsystems and any command
 * @param allowed patterns of command lines, where not anything goes
 * @param denied patterns that are refused whatever allows them
 * @param forced runs in place of what is asked for
 * @param user what templates in patterns are filled with
 */
public record CommandRules(
        boolean anything, List<TextPattern> allowed, List<TextPattern> denied, Optional<String> forced, Bindings user) {

    /** Anything goes. */
    public static final CommandRules FREE =
            new CommandRules(true, List.of(), List.of(), Optional.empty(), new Bindings());

    public CommandRules {
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
    }

    /** What becomes of a request to run something. */
    public sealed interface Verdict {

        /** It runs; a shell has no command line. */
        record Run() implements Verdict {}

        /** This runs instead. */
        record Instead(String command) implements Verdict {}

        /** Nothing runs. */
        record Refused(String why) implements Verdict {}
    }

    /** What becomes of an exec request. */
    public Verdict exec(String command) {
        if (forced.isPresent()) {
            return new Verdict.Instead(forced.get());
        }
        if (matches(denied, command)) {
            return new Verdict.Refused("a role denies this command: expected another one");
        }
        return anything || matches(allowed, command)
                ? new Verdict.Run()
                : new Verdict.Refused("your roles allow these commands only: " + listed());
    }

    /** What becomes of a request for a shell or a subsystem. */
    public Verdict shell(String what) {
        if (forced.isPresent()) {
            return new Verdict.Instead(forced.get());
        }
        return anything
                ? new Verdict.Run()
                : new Verdict.Refused("your roles allow no " + what + ", but these commands: " + listed());
    }

    private boolean matches(List<TextPattern> patterns, String command) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(command, user));
    }

    private String listed() {
        return String.join(", ", allowed.stream().map(TextPattern::source).toList());
    }
}
