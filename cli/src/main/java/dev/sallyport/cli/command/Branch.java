package dev.sallyport.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Commands under a word, such as {@code add} and {@code ls} under {@code users}, by name. Reading a command's annotations takes longer than most
 * commands run, so only the one that was asked for is read; the others are a name and a line, for help and for mistakes.
 */
@Command(synopsisSubcommandLabel = "COMMAND")
final class Branch implements Runnable {

    private record Twig(String summary, Supplier<Object> maker) {}

    @Spec
    private @Nullable CommandSpec spec;

    private final String description;
    private final Map<String, Twig> twigs = new LinkedHashMap<>();

    Branch(String description) {
        this.description = description;
    }

    /** Adds a command, or a further branch, with a line that says what it is for. */
    Branch with(String name, String summary, Supplier<Object> maker) {
        twigs.put(name, new Twig(summary, maker));
        return this;
    }

    /**
     * Adds what these words need.
     *
     * @param words the command line from here on
     * @param all whether everything is needed, which completion does
     */
    void addTo(CommandLine line, List<String> words, boolean all) {
        String word = words.isEmpty() ? "" : words.getFirst();
        Twig asked = twigs.get(word);
        if (asked != null && !all) {
            line.addSubcommand(word, read(asked, words.subList(1, words.size()), false));
        } else {
            twigs.forEach((name, twig) -> line.addSubcommand(name, all ? read(twig, List.of(), true) : named(twig)));
        }
        addHelp(line);
    }

    private static CommandLine read(Twig twig, List<String> words, boolean all) {
        Object command = twig.maker().get();
        CommandLine line = new CommandLine(command, new PlainFactory());
        switch (command) {
            case Branch branch -> {
                line.getCommandSpec().usageMessage().description(branch.description);
                branch.addTo(line, words, all);
            }
            case SshCommand _, ScpCommand _ -> {
                // From the first word that is not ours on, everything is OpenSSH's.
                line.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
                addHelp(line);
            }
            default -> addHelp(line);
        }
        return line;
    }

    private static CommandLine named(Twig twig) {
        CommandSpec named = CommandSpec.wrapWithoutInspection(new Object(), new PlainFactory());
        named.usageMessage().description(twig.summary());
        return new CommandLine(named, new PlainFactory());
    }

    private static void addHelp(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().abbreviateSynopsis(true);
        spec.addOption(OptionSpec.builder("--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    }

    /** The word alone says nothing. */
    @Override
    public void run() {
        CommandSpec own = Objects.requireNonNull(spec);
        throw new ParameterException(
                own.commandLine(), own.qualifiedName() + " needs a command: " + String.join(", ", twigs.keySet()));
    }
}
