package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntryBundle;
import dev.sallyport.audit.log.LogProof;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.Proofs;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.audit.log.TiledTree;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.cli.log.RemoteLog;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally audit prove}. */
@Command(
        description =
                "Write a proof that an event is in the audit log (c2sp.org/tlog-proof@v1), which other tools can check without the cluster.")
final class AuditProveCommand implements Runnable {

    @Parameters(paramLabel = "EVENT", description = "Its id, as sally audit ls --format=json shows it.")
    private String event = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Write it here instead of printing it.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    AuditProveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        try (ApiChannel channel = cluster.open(shell)) {
            NoteKey key = log.of(channel, shell);
            try (RemoteLog remote = new RemoteLog(AuditServiceGrpc.newBlockingStub(channel.channel()))) {
                LogProof proof = prove(remote, key);
                if (!proof.holds(key)) {
                    throw Failure.of(
                            FailureCode.INTERNAL,
                            "the log does not prove event " + event + ". Next: sally audit verify");
                }
                out.ifPresentOrElse(file -> write(file, proof), () -> shell.print(proof.text()));
            }
        }
    }

    private LogProof prove(RemoteLog remote, NoteKey key) {
        long index = remote.index(event);
        SignedNote note = remote.checkpoint();
        long size = Checkpoint.parse(note.text()).size();
        if (index >= size) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "event " + event + " is not under a checkpoint yet: try again in a second");
        }
        TilePath bundle = TilePath.holding(0, index, size).entries();
        List<byte[]> entries = EntryBundle.read(remote.read(bundle).orElse(new byte[0]));
        int place = (int) (index % TilePath.FULL);
        if (place >= entries.size()) {
            requireKept(remote, key, index, size);
            throw Failure.of(
                    FailureCode.INTERNAL, bundle.text() + " lacks entry " + index + ". Next: sally audit verify");
        }
        TreeHasher hasher = new TreeHasher();
        List<byte[]> path = new Proofs(hasher).inclusion(index, size, new TiledTree(hasher, remote, size));
        return new LogProof(entries.get(place), index, path, note);
    }

    private void requireKept(RemoteLog remote, NoteKey key, long index, long size) {
        long kept = remote.retained()
                .map(said -> Retained.of(said, key, size).first())
                .orElse(0L);
        if (index < kept) {
            throw Failure.of(
                    FailureCode.NOT_FOUND,
                    "event " + event + " is past retention: the log keeps its hash and not what it said");
        }
    }

    private void write(Path file, LogProof proof) {
        try {
            Files.writeString(file, proof.text());
            shell.print("wrote " + file + ": entry " + proof.index() + "\n");
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "cannot write " + file + " (" + e + ")", e);
        }
    }
}
