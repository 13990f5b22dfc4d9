package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.HeadlessLogin;
import dev.sallyport.api.v1.ListHeadlessLoginsReply;
import dev.sallyport.api.v1.ListHeadlessLoginsRequest;
import dev.sallyport.cli.terminal.Table;
import dev.sallyport.cli.terminal.Times;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally headless ls}. */
@Command(description = "List logins on other machines that wait for your yes.")
final class HeadlessLsCommand implements Runnable {

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    HeadlessLsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var factors = FactorServiceGrpc.newBlockingStub(channel.channel());
            ListHeadlessLoginsReply reply = GrpcFailures.calling(
                    () -> factors.listHeadlessLogins(ListHeadlessLoginsRequest.getDefaultInstance()));
            Table table = new Table("CODE", "FROM", "FOR", "UNTIL");
            for (HeadlessLogin login : reply.getLoginsList()) {
                table.row(
                        login.getCode(),
                        login.getSource(),
                        Times.span(Duration.ofSeconds(login.getTtlSeconds())),
                        Times.minute(Fields.time(login.getNotAfter()), shell.zone()));
            }
            shell.print(table.render(shell.terminal().columns()));
        }
    }
}
