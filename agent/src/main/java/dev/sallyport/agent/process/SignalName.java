package dev.sallyport.agent.process;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Signals as SSH names them, without SIG (RFC 4254, section 6.10), and their numbers on Linux. */
public final class SignalName {

    public static final int HUP = 1;
    public static final int KILL = 9;

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("HUP", HUP),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("ABRT", 6),
            Map.entry("FPE", 8),
            Map.entry("KILL", KILL),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15));

    private SignalName() {}

    /** The number of this name; empty for a name that clients may not send. */
    public static OptionalInt number(String name) {
        Integer number = NUMBERS.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The name of this number as SSH has it; one that it does not name gets a local one, as section 6.10 asks. */
    public static String of(int number) {
        Optional<String> known = NUMBERS.entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst();
        return known.orElse(number + "@sallyport.dev");
    }
}
