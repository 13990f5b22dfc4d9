package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessList;
import dev.sallyport.api.v1.ListMember;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.PutMemberRequest;
import dev.sallyport.cli.terminal.Json;
import dev.sallyport.model.Durations;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally lists join}. */
@Command(description = "Put somebody on an access list, or change until when.")
final class ListsJoinCommand implements Runnable {

    @Parameters(paramLabel = "LIST", description = "Its name.")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private ListsMember who = new ListsMember();

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 30d; default: until removed.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    ListsJoinCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        ListMember.Builder member = who.message().setReason(reason);
        time.map(Durations::parse)
                .ifPresent(length -> member.setExpires(
                        Fields.timestamp(shell.clock().instant().plus(length))));
        PutMemberRequest request =
                PutMemberRequest.newBuilder().setList(name).setMember(member).build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = ListServiceGrpc.newBlockingStub(channel.channel());
            AccessList list = GrpcFailures.calling(() -> service.putMember(request));
            shell.print(
                    format.json()
                            ? Json.object(ListText.json(list))
                            : ListText.lines(
                                    list, shell.zone(), shell.terminal().columns()));
        }
    }
}
