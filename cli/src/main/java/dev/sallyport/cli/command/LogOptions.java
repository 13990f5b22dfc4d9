package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetTrustRequest;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.cli.log.KnownLog;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose signature counts. */
final class LogOptions {

    @Option(
            names = "--log-key",
            paramLabel = "NAME+ID+KEY",
            description = "The log's public key; else the one remembered since the first contact.")
    private Optional<String> key = Optional.empty();

    /** The log's key; what auth tells over this channel must be what is known. */
    NoteKey of(ApiChannel channel, Shell shell) {
        NoteKey told = NoteKey.parse(GrpcFailures.calling(() -> LoginServiceGrpc.newBlockingStub(channel.channel())
                        .getTrust(GetTrustRequest.getDefaultInstance()))
                .getLogKey());
        return key.map(NoteKey::parse).orElseGet(() -> known(shell, told.name()).accept(told));
    }

    /** The key that was given, or is known of a log of this name. */
    Optional<NoteKey> of(Shell shell, String name) {
        return key.map(NoteKey::parse).or(() -> known(shell, name).key());
    }

    /** What is remembered of a log. */
    KnownLog known(Shell shell, String name) {
        Path logs = shell.home().resolve("logs");
        return KnownLog.of(logs, name);
    }
}
