package dev.sallyport.agent.policy;

import java.time.Duration;
import java.util.List;

/**
 * A label whose value a command tells.
 *
 * @param name of the label
 * @param command program and arguments; no shell
 * @param interval between two runs
 */
public record CommandLabel(String name, List<String> command, Duration interval) {
    public CommandLabel {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command label has a program");
        }
    }
}
