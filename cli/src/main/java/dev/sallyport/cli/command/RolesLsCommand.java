package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleConditions;
import dev.sallyport.api.v1.RoleOptions;
import dev.sallyport.api.v1.RoleSpec;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.things.RoleThings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally roles ls}. */
@Command(description = "List roles.")
final class RolesLsCommand implements Runnable {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    RolesLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Role> roles = roles();
        if (format.json()) {
            shell.print(Json.list(roles, RolesLsCommand::json));
            return;
        }
        Table table = new Table("NAME", "LOGINS", "NODE LABELS", "PERMITS", "MAX TTL");
        for (Role role : roles) {
            RoleConditions allow = role.getSpec().getAllow();
            table.row(
                    role.getMetadata().getName(),
                    String.join(",", allow.getLoginsList()),
                    nodes(allow),
                    String.join(",", permits(role.getSpec())),
                    role.getSpec().getOptions().getMaxSessionTtl());
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<Role> roles() {
        try (ApiChannel channel = cluster.open(shell)) {
            return new RoleThings(channel).all("");
        }
    }

    private static String nodes(RoleConditions allow) {
        return allow.getNodeLabelsExpression().isEmpty()
                ? Fields.lists(allow.getNodeLabelsMap())
                : allow.getNodeLabelsExpression();
    }

    private static List<String> permits(RoleSpec spec) {
        RoleOptions options = spec.getOptions();
        List<String> permits = new ArrayList<>();
        add(permits, options.getPortForwarding(), "port_forwarding");
        add(permits, options.getForwardAgent(), "agent_forwarding");
        add(permits, !options.hasSshFileCopy() || options.getSshFileCopy(), "file_copy");
        add(permits, spec.getAllow().getRulesCount() > 0, "rules");
        return permits;
    }

    private static void add(List<String> permits, boolean granted, String name) {
        if (granted) {
            permits.add(name);
        }
    }

    private static Map<String, Object> json(Role role) {
        Map<String, Object> fields = new LinkedHashMap<>();
        RoleConditions allow = role.getSpec().getAllow();
        fields.put("name", role.getMetadata().getName());
        fields.put("logins", allow.getLoginsList());
        fields.put("node_labels", Fields.plain(allow.getNodeLabelsMap()));
        fields.put("permits", permits(role.getSpec()));
        fields.put("max_session_ttl", role.getSpec().getOptions().getMaxSessionTtl());
        return fields;
    }
}
