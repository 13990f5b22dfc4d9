package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.ResetUserRequest;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.model.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally users reset}. */
@Command(description = "Take a person's password and second factor away, and print a new invite.")
final class UsersResetCommand implements Runnable {

    @Parameters(paramLabel = "NAME")
    private String name = "";

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

    UsersResetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        ResetUserRequest request = ResetUserRequest.newBuilder()
                .setName(name)
                .setInviteTtlSeconds(Durations.parse(ttl).toSeconds())
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = UserServiceGrpc.newBlockingStub(channel.channel());
            shell.print(
                    InviteText.of(GrpcFailures.calling(() -> service.resetUser(request)), format.json(), shell.zone()));
        }
    }
}
