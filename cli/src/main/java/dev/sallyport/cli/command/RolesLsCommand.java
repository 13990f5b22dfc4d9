package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListRolesReply;
import dev.sallyport.api.v1.Role;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import java.time.Duration;
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
            table.row(
                    role.getName(),
                    String.join(",", role.getLoginsList()),
                    Fields.lists(role.getNodeLabelsMap()),
                    String.join(",", permits(role)),
                    Times.span(Duration.ofSeconds(role.getMaxSessionTtlSeconds())));
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<Role> roles() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = RoleServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(service::listRoles, ListRolesReply::getRolesList, ListRolesReply::getNextPageToken);
        }
    }

    private static List<String> permits(Role role) {
        List<String> permits = new ArrayList<>();
        add(permits, role.getPermitPortForwarding(), "port_forwarding");
        add(permits, role.getPermitAgentForwarding(), "agent_forwarding");
        add(permits, role.getPermitFileCopy(), "file_copy");
        add(permits, role.getAdminister(), "administer");
        add(permits, role.getAudit(), "audit");
        return permits;
    }

    private static void add(List<String> permits, boolean granted, String name) {
        if (granted) {
            permits.add(name);
        }
    }

    private static Map<String, Object> json(Role role) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", role.getName());
        fields.put("logins", role.getLoginsList());
        fields.put("node_labels", Fields.plain(role.getNodeLabelsMap()));
        fields.put("permits", permits(role));
        fields.put("max_session_ttl_seconds", role.getMaxSessionTtlSeconds());
        return fields;
    }
}
