package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetRevocationListRequest;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.RevocationList;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally lock krl}. */
@Command(
        description = {
            "Write an OpenSSH key revocation list, for hosts that Sallyport's agent is not on.",
            "sshd reads it with RevokedKeys FILE; write it again when locks change, and every few minutes."
        })
final class LockKrlCommand implements Runnable {

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to; replaced as a whole.")
    private Path out = Path.of("");

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    LockKrlCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            var service = LockServiceGrpc.newBlockingStub(channel.channel());
            RevocationList list = GrpcFailures.calling(
                    () -> service.getRevocationList(GetRevocationListRequest.getDefaultInstance()));
            write(list.getKrl().toByteArray());
            shell.print(Neutral.line("Wrote " + out + ": " + list.getCertificates() + " certificates, "
                            + list.getUsers() + " users.")
                    + "\n");
        }
    }

    /** sshd refuses everybody while the file is not whole, so it never is anything else. */
    private void write(byte[] krl) {
        Path target = out.toAbsolutePath();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.write(fresh, krl);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.INVALID, out + " cannot be written: expected a file in a directory that is yours", e);
        }
    }
}
