package dev.sallyport.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word before the command, such as {@code users} in {@code users add}. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class Group implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final String name;
    private final String description;
    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    Group(String name, String description) {
        this.name = name;
        this.description = description;
    }

    Group with(String command, Supplier<Object> maker) {
        commands.put(command, maker);
        return this;
    }

    CommandLine commandLine() {
        CommandLine line = new CommandLine(this);
        line.getCommandSpec().name(name).usageMessage().description(description);
        commands.forEach((command, maker) -> line.addSubcommand(command, maker.get()));
        return line;
    }

    /** The word alone says nothing. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "sally " + name + " needs a command: " + String.join(", ", commands.keySet()));
    }
}
