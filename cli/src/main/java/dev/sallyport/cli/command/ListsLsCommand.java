package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListListsReply;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import dev.sallyport.cli.things.Pages;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally lists ls}. */
@Command(description = "List access lists: those that you keep or are on.")
final class ListsLsCommand implements Runnable {

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        List<AccessList> lists = lists();
        if (format.json()) {
            shell.print(Json.list(lists, ListText::json));
            return;
        }
        Table table = new Table("LIST", "ROLES", "OWNERS", "MEMBERS", "REVIEW BY", "FOR");
        for (AccessList list : lists) {
            table.row(
                    list.getName(),
                    String.join(",", list.getRolesList()),
                    String.join(",", list.getOwnersList()),
                    String.valueOf(list.getMembersCount()),
                    list.hasNextReview() ? Times.minute(Fields.time(list.getNextReview()), shell.zone()) : "",
                    list.getTitle());
        }
        shell.print(table.render(shell.terminal().columns()));
    }

    private List<AccessList> lists() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            return Pages.all(service::listLists, ListListsReply::getListsList, ListListsReply::getNextPageToken);
        }
    }
}
