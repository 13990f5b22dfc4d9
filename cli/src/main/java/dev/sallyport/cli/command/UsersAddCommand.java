package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddUserRequest;
import dev.sallyport.api.v1.StringList;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.model.Durations;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally users add}. */
@Command(description = "Add a person and print an invite, which lives for an hour.")
final class UsersAddCommand implements Runnable {

    @Parameters(paramLabel = "NAME", description = "Unique in the cluster.")
    private String name = "";

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            required = true,
            description = "What the person may do, such as access.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--logins",
            split = ",",
            paramLabel = "LOGIN",
            description = "Unix users, for roles that allow {{internal.logins}}.")
    private List<String> logins = new ArrayList<>();

    @Option(
            names = "--trait",
            paramLabel = "NAME=VALUE",
            description = "Further traits, for roles that allow {{internal.NAME}}; can be repeated.")
    private List<String> traits = new ArrayList<>();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long the invite lives; default ${DEFAULT-VALUE}, at most 48h.")
    private String ttl = "1h";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    UsersAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        AddUserRequest.Builder request = AddUserRequest.newBuilder()
                .setName(name)
                .addAllRoles(roles)
                .putAllTraits(Fields.lists(traits))
                .setInviteTtlSeconds(Durations.parse(ttl).toSeconds());
        if (!logins.isEmpty()) {
            request.putTraits(
                    "logins", StringList.newBuilder().addAllValues(logins).build());
        }
        try (ApiChannel channel = cluster.open(shell)) {
            var service = UserServiceGrpc.newBlockingStub(channel.channel());
            shell.print(InviteText.of(
                    GrpcFailures.calling(() -> service.addUser(request.build())), format.json(), shell.zone()));
        }
    }
}
