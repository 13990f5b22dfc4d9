package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.LogFinding;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.cli.log.KnownLog;
import dev.sallyport.cli.log.LogFolder;
import dev.sallyport.cli.log.LogSource;
import dev.sallyport.cli.log.LogVerification;
import dev.sallyport.cli.log.RemoteLog;
import dev.sallyport.cli.log.RequiredWitnesses;
import dev.sallyport.cli.terminal.Moments;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally audit verify}. */
@Command(
        description =
                "Prove that nothing in the audit log was changed, removed, reordered or forked; else name the first bad entry and exit with 1.")
final class AuditVerifyCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Compare events stored not before this; hashes are all checked: 2026-01-31 or how long ago, 2h.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Compare events stored before this.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--offline",
            paramLabel = "DIR",
            description = "A copy of the folder log in auth's data_dir; needs no connection.")
    private Optional<Path> offline = Optional.empty();

    @Option(
            names = "--witness",
            paramLabel = "NAME+ID+KEY",
            description = "The key of a witness that must have signed; more than once for more.")
    private List<String> witnesses = List.of();

    @Option(
            names = "--cosignatures",
            paramLabel = "COUNT",
            description = "How many of the witnesses must have signed; all of them unless given.")
    private Optional<Integer> cosignatures = Optional.empty();

    @Option(
            names = "--seen",
            paramLabel = "FILE",
            description = "A checkpoint that somebody kept, such as a witness: the log must begin with it.")
    private List<Path> seen = List.of();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    AuditVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (offline.isPresent()) {
            LogFolder folder = new LogFolder(offline.get());
            String name = Checkpoint.parse(folder.checkpoint().text()).origin();
            NoteKey key = log.of(shell, name)
                    .orElseThrow(() -> Failure.of(
                            FailureCode.INVALID,
                            "the key of the log " + name + " is not known here. Next: --log-key=NAME+ID+KEY"));
            return verify(folder, key);
        }
        try (ApiChannel channel = cluster.open(shell)) {
            NoteKey key = log.of(channel, shell);
            try (RemoteLog remote = new RemoteLog(AuditServiceGrpc.newBlockingStub(channel.channel()))) {
                return verify(remote, key);
            }
        }
    }

    private int verify(LogSource source, NoteKey key) {
        KnownLog known = log.known(shell, key.name());
        Moments moments = new Moments(shell.clock().instant(), shell.zone());
        List<NoteKey> keys = witnesses.stream().map(NoteKey::parse).distinct().toList();
        RequiredWitnesses required = new RequiredWitnesses(keys, cosignatures.orElse(keys.size()));
        LogVerification verification = new LogVerification(source, key, required, before(known, key));
        LogVerification.Outcome outcome = verification.run(
                from.map(text -> moments.parse(text).toEpochMilli()).orElse(Long.MIN_VALUE),
                to.map(text -> moments.parse(text).toEpochMilli()).orElse(Long.MAX_VALUE));
        return switch (outcome) {
            case LogVerification.Outcome.Good good -> {
                known.remember(good.checkpoint());
                shell.print(good.text() + "\n");
                yield 0;
            }
            case LogVerification.Outcome.Bad bad -> {
                shell.print(text(bad.finding(), bad.event(), bad.difference()) + "\n");
                yield 1;
            }
        };
    }

    private Map<String, Checkpoint> before(KnownLog known, NoteKey key) {
        Map<String, Checkpoint> before = new LinkedHashMap<>();
        known.checkpoint().ifPresent(last -> before.put("the checkpoint that was verified before", last));
        seen.forEach(file -> before.put("the checkpoint in " + file, LogFolder.kept(file, key)));
        return before;
    }

    private static String text(LogFinding finding, Optional<String> event, String difference) {
        String where = finding.index() < 0 ? "the tree" : "entry " + finding.index();
        String what = finding.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return "BAD " + where + event.map(id -> ", event " + id).orElse("") + ", in " + finding.source() + ": " + what
                + ": " + finding.text() + (difference.isEmpty() ? "" : ": " + difference);
    }
}
