package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.ListLocksReply;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally lock ls}. */
@Command(description = "List locks that are in force.")
final class LockLsCommand implements Runnable {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    LockLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<Lock> locks = locks();
        if (format.json()) {
            shell.print(Json.list(locks, LockLsCommand::json));
            return;
        }
        Table table = new Table("ID", "LOCKED", "SINCE", "UNTIL", "BY", "MESSAGE");
        for (Lock lock : locks) {
            table.row(
                    lock.getId(),
                    LockTargets.text(lock),
                    Times.minute(Fields.time(lock.getCreated()), shell.zone()),
                    lock.hasUntil() ? Times.minute(Fields.time(lock.getUntil()), shell.zone()) : "",
                    lock.getCreatedBy(),
                    lock.getMessage());
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<Lock> locks() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = LockServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(service::listLocks, ListLocksReply::getLocksList, ListLocksReply::getNextPageToken);
        }
    }

    private static Map<String, Object> json(Lock lock) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", lock.getId());
        fields.put("locked", LockTargets.text(lock));
        fields.put("created", Fields.time(lock.getCreated()).toString());
        fields.put("until", lock.hasUntil() ? Fields.time(lock.getUntil()).toString() : "");
        fields.put("by", lock.getCreatedBy());
        fields.put("message", lock.getMessage());
        return fields;
    }
}
