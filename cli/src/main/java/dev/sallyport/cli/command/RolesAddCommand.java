package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.Metadata;
import dev.sallyport.api.v1.PutMode;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleRule;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.cli.things.RoleThings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally roles add}. */
@Command(description = {"Add a role, or replace it.", "A role only adds; what is not given is not allowed."})
final class RolesAddCommand implements Runnable {

    /** What a session may have besides a shell. */
    enum Permit {
        port_forwarding,
        agent_forwarding,
        file_copy,
        all
    }

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(
            names = "--logins",
            split = ",",
            paramLabel = "LOGIN",
            description = "Unix users; {{internal.logins}} stands for the person's own.")
    private List<String> logins = new ArrayList<>();

    @Option(
            names = "--node-labels",
            split = ",",
            paramLabel = "LABEL=VALUE",
            description = "Which nodes: every label, with one of its values (env=dev|test); *=* is every node.")
    private List<String> nodeLabels = new ArrayList<>();

    @Option(names = "--permit", split = ",", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
    private List<Permit> permits = new ArrayList<>();

    @Option(
            names = "--max-session-ttl",
            paramLabel = "TIME",
            defaultValue = "30h",
            description = "Longest life of a login with this role; default ${DEFAULT-VALUE}.")
    private String maxSessionTtl = "30h";

    @Option(names = "--administer", description = "May manage users, roles and tokens.")
    private boolean administer;

    @Option(names = "--audit", description = "May read everyone's events and recordings.")
    private boolean audit;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RolesAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        Role role = role();
        try (ApiChannel channel = cluster.open(shell)) {
            new RoleThings(channel).put(role, PutMode.PUT_MODE_ANY, false);
            shell.print(Neutral.line("Stored role " + name + ".") + "\n");
        }
    }

    private Role role() {
        RoleConditions.Builder allow =
                RoleConditions.newBuilder().addAllLogins(logins).putAllNodeLabels(Fields.lists(nodeLabels));
        if (administer) {
            allow.addRules(rule("list,read,create,update,delete", "user,role,token,node,lock"));
        }
        if (audit) {
            allow.addRules(rule("list,read", "session,event"));
        }
        RoleOptions options = RoleOptions.newBuilder()
                .setMaxSessionTtl(maxSessionTtl)
                .setPortForwarding(permitted(Permit.port_forwarding))
                .setForwardAgent(permitted(Permit.agent_forwarding))
                .setSshFileCopy(permitted(Permit.file_copy))
                .build();
        return Role.newBuilder()
                .setMetadata(Metadata.newBuilder().setName(name))
                .setSpec(RoleSpec.newBuilder().setOptions(options).setAllow(allow))
                .build();
    }

    private static RoleRule rule(String verbs, String resources) {
        return RoleRule.newBuilder()
                .addAllVerbs(List.of(verbs.split(",")))
                .addAllResources(List.of(resources.split(",")))
                .build();
    }

    private boolean permitted(Permit permit) {
        return permits.contains(permit) || permits.contains(Permit.all);
    }
}
