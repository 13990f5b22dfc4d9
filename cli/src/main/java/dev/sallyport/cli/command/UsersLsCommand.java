package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListUsersReply;
import dev.sallyport.api.v1.User;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally users ls}. */
@Command(description = "List people.")
final class UsersLsCommand implements Runnable {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    UsersLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<User> users = users();
        if (format.json()) {
            shell.print(Json.list(users, this::json));
            return;
        }
        Table table = new Table("NAME", "STATE", "ROLES", "TRAITS", "CREATED");
        for (User user : users) {
            table.row(
                    user.getName(),
                    state(user),
                    String.join(",", user.getRolesList()),
                    Fields.lists(user.getTraitsMap()),
                    Fields.minute(Fields.time(user.hasCreated(), user.getCreated()), shell.zone()));
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<User> users() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = UserServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(service::listUsers, ListUsersReply::getUsersList, ListUsersReply::getNextPageToken);
        }
    }

    private Optional<Instant> lockedUntil(User user) {
        return Fields.time(user.hasLockedUntil(), user.getLockedUntil())
                .filter(until -> until.isAfter(shell.clock().instant()));
    }

    private String state(User user) {
        return lockedUntil(user)
                .map(until -> "locked until " + Times.minute(until, shell.zone()))
                .orElse(user.getActive() ? "active" : "invited");
    }

    private Map<String, @Nullable Object> json(User user) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", user.getName());
        fields.put("active", user.getActive());
        fields.put("locked_until", lockedUntil(user).map(Instant::toString).orElse(null));
        fields.put("roles", user.getRolesList());
        fields.put("traits", Fields.plain(user.getTraitsMap()));
        fields.put("created", Fields.time(user.getCreated()).toString());
        return fields;
    }
}
