package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.SuggestRequestRequest;
import dev.sallyport.cli.connect.Access;
import dev.sallyport.cli.openssh.ScpRemote;
import dev.sallyport.cli.openssh.SessionFiles;
import dev.sallyport.cli.openssh.SshRun;
import dev.sallyport.cli.openssh.SshTarget;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * After a copy that failed: where it goes to hosts that take a second factor for each session, asks for it, for each of them, and copies then. Says nothing where that
 * was not the reason, or where auth does not answer.
 */
record DeniedCopy(Shell shell, Profile profile) {

    private static final long PATIENCE_SECONDS = 5;

    /**
     * Tries again.
     *
     * @return the exit code of the copy that went that far
     */
    OptionalInt retry(List<String> arguments) {
        List<ScpRemote> remotes = ScpRemote.of(arguments);
        if (remotes.isEmpty()) {
            return OptionalInt.empty();
        }
        try (ApiChannel channel = Access.of(profile, shell.clock()).open(shell.clock())) {
            List<SessionFiles.Pass> passes = new ArrayList<>();
            for (ScpRemote remote : remotes) {
                passes.addAll(passes(channel, remote, arguments));
            }
            return passes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(copy(passes, arguments));
        } catch (Failure e) {
            shell.terminal().err().println("sally: " + Neutral.line(e.text()));
            return OptionalInt.empty();
        }
    }

    private int copy(List<SessionFiles.Pass> passes, List<String> arguments) {
        try (SessionFiles files = SessionFiles.of(profile.ssh(), shell.launcher(), passes)) {
            return SshRun.run("scp", files.config(), arguments);
        }
    }

    private List<SessionFiles.Pass> passes(ApiChannel channel, ScpRemote remote, List<String> arguments) {
        Path config = new ProfileFiles(profile.folder()).sshConfig();
        List<String> asked = Stream.concat(ScpRemote.options(arguments).stream(), Stream.of(remote.destination()))
                .toList();
        return SshTarget.of(config, asked).stream()
                .filter(target -> takesSecondFactor(channel, target))
                .map(target -> new SessionFiles.Pass(
                        remote.host(),
                        target.user(),
                        new OneSession(shell, profile)
                                .certificate(channel, target.host(profile.cluster()), target.user())))
                .toList();
    }

    private boolean takesSecondFactor(ApiChannel channel, SshTarget target) {
        var service = RequestServiceGrpc.newBlockingStub(channel.channel())
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return GrpcFailures.calling(() -> service.suggestRequest(SuggestRequestRequest.newBuilder()
                        .setNode(target.host(profile.cluster()))
                        .setLogin(target.user())
                        .build()))
                .getSessionCertificate();
    }
}
