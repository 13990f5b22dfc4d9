package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.FactorServiceGrpc;
import dev.sallyport.api.v1.MakeRecoveryCodesRequest;
import dev.sallyport.api.v1.RecoveryCodes;
import dev.sallyport.cli.terminal.Neutral;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sally mfa recovery}. */
@Command(
        description = {
            "Print new recovery codes; earlier ones are useless from then on. Takes a second factor that you have.",
            "Each stands in for the second factor once, at a login or to add and remove devices. Keep them on paper."
        })
final class MfaRecoveryCommand implements Runnable {

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    MfaRecoveryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var factors = FactorServiceGrpc.newBlockingStub(channel.channel());
            RecoveryCodes codes = GrpcFailures.calling(
                    () -> factors.makeRecoveryCodes(MakeRecoveryCodesRequest.getDefaultInstance()));
            codes.getCodesList().forEach(code -> shell.print(Neutral.line(code) + "\n"));
        }
    }
}
