package dev.sallyport.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands by name. Reading a command's annotations takes longer than most commands run, so only the one that was asked for is read;
 * all of them for help, completion and mistakes.
 */
final class CommandTree {

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    private CommandTree() {}

    static CommandTree of(Shell shell) {
        CommandTree tree = new CommandTree();
        tree.commands.put("login", () -> new LoginCommand(shell));
        tree.commands.put("logout", () -> new LogoutCommand(shell));
        tree.commands.put("status", () -> new StatusCommand(shell));
        tree.commands.put("ls", () -> new LsCommand(shell));
        tree.commands.put("ssh", () -> new SshCommand(shell));
        tree.commands.put("scp", () -> new ScpCommand(shell));
        tree.commands.put("config", () -> new ConfigCommand(shell));
        tree.commands.put(
                "proxy",
                () -> new Group("proxy", "Ways to hosts for other programs.").with("ssh", ProxySshCommand::new));
        tree.commands.put(
                "sessions",
                () -> new Group("sessions", "Recorded sessions.").with("ls", () -> new SessionsLsCommand(shell)));
        tree.commands.put("play", () -> new PlayCommand(shell));
        tree.commands.put(
                "audit", () -> new Group("audit", "Who did what.").with("ls", () -> new AuditLsCommand(shell)));
        tree.addAdministration(shell);
        tree.commands.put("completion", CompletionCommand::new);
        tree.commands.put("version", () -> new VersionCommand(shell));
        return tree;
    }

    private void addAdministration(Shell shell) {
        commands.put(
                "users",
                () -> new Group("users", "People.")
                        .with("add", () -> new UsersAddCommand(shell))
                        .with("ls", () -> new UsersLsCommand(shell))
                        .with("rm", () -> new UsersRmCommand(shell))
                        .with("reset", () -> new UsersResetCommand(shell)));
        commands.put(
                "roles",
                () -> new Group("roles", "What people may do.")
                        .with("add", () -> new RolesAddCommand(shell))
                        .with("ls", () -> new RolesLsCommand(shell))
                        .with("rm", () -> new RolesRmCommand(shell)));
        commands.put(
                "tokens",
                () -> new Group("tokens", "How machines join.")
                        .with("add", () -> new TokensAddCommand(shell))
                        .with("ls", () -> new TokensLsCommand(shell))
                        .with("rm", () -> new TokensRmCommand(shell)));
    }

    void addTo(CommandLine root, String... args) {
        Supplier<Object> asked = args.length == 0 ? null : commands.get(args[0]);
        if (asked != null && !args[0].equals("completion")) {
            add(root, args[0], asked.get());
        } else {
            commands.forEach((name, command) -> add(root, name, command.get()));
        }
        addHelp(root);
    }

    /** From the first word that is not ours on, everything is OpenSSH's. */
    private static void passOn(CommandLine line) {
        line.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true);
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        line.getSubcommands().values().forEach(CommandTree::addHelp);
    }

    private static void add(CommandLine root, String name, Object command) {
        CommandLine line = command instanceof Group group ? group.commandLine() : new CommandLine(command);
        if (command instanceof SshCommand || command instanceof ScpCommand) {
            passOn(line);
        }
        root.addSubcommand(name, line);
    }
}
