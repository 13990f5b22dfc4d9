package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.api.v1.SessionCertificateRequest;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.SignedPresence;
import dev.sallyport.cli.connect.Access;
import dev.sallyport.cli.factor.Answering;
import dev.sallyport.cli.factor.Proving;
import dev.sallyport.cli.openssh.SessionFiles;
import dev.sallyport.cli.openssh.SshRun;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.role.SessionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sally join}. */
@Command(
        description = {
            "Join a session that runs: watch it, type along, or moderate it. 'sally sessions ls --active' shows which.",
            "Observers and moderators leave with Ctrl-C or q; moderators end the session for everybody with t twice, and prove"
                    + " that they are there with p. What peers type goes to the session; they leave with ~. at the beginning"
                    + " of a line."
        })
final class JoinCommand implements Callable<Integer> {

    @Option(names = "--mode", paramLabel = "MODE", description = "observer (default), peer or moderator.")
    private String mode = SessionMode.OBSERVER.text();

    @Option(
            names = "--otp",
            paramLabel = "CODE",
            description =
                    "One-time code, where joining, or proving that you are there, takes a second factor ($SALLY_OTP).")
    private Optional<String> otp = Optional.empty();

    @Parameters(paramLabel = "SESSION", description = "Its ID, or what only its ID begins with.")
    private String session = "";

    @Mixin
    private ProfileOptions login = new ProfileOptions();

    private final Shell shell;

    JoinCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        SessionMode wanted = SessionMode.named(mode)
                .orElseThrow(() ->
                        Failure.of(FailureCode.INVALID, "--mode=" + mode + ": expected observer, peer or moderator"));
        Profile profile = shell.profiles().find(login.choice(shell));
        LiveSession found = find(profile);
        requireOffer(found, wanted);
        int code = ssh(profile, found, wanted, Optional.empty());
        while (code == PresenceSeal.WANTED) {
            code = ssh(profile, found, wanted, Optional.of(prove(profile, found)));
            otp = Optional.empty();
        }
        return code;
    }

    private LiveSession find(Profile profile) {
        try (ApiChannel channel = Access.of(profile, shell.clock()).open(shell.clock())) {
            return LiveSessions.one(channel, session);
        }
    }

    /** Auth says what it thinks of it; the node decides. */
    private void requireOffer(LiveSession found, SessionMode wanted) {
        if (!found.getJoinableList().contains(wanted.text())) {
            throw Failure.of(
                    FailureCode.DENIED,
                    "no role of yours lets you join this session as " + wanted.text()
                            + (found.getJoinableCount() == 0
                                    ? ""
                                    : ": expected --mode=" + String.join(" or ", found.getJoinableList())));
        }
    }

    private int ssh(Profile profile, LiveSession found, SessionMode wanted, Optional<String> proof) {
        String id = found.getSession().getId();
        List<String> arguments = new ArrayList<>(List.of("-tt", "-l", "join:" + wanted.text() + ":" + id));
        proof.ifPresent(text -> arguments.addAll(List.of("-o", "SetEnv=" + PresenceSeal.VARIABLE + "=" + text)));
        arguments.add(found.getSession().getNodeId());
        if (!found.getSecondFactorList().contains(wanted.text())) {
            return SshRun.run("ssh", new ProfileFiles(profile.folder()).sshConfig(), arguments);
        }
        try (SessionFiles files = SessionFiles.of(profile.ssh(), shell.launcher(), pass(profile, id, wanted))) {
            return SshRun.run("ssh", files.config(), arguments);
        }
    }

    /** A certificate of a minute that joins this session, by a second factor. */
    private String pass(Profile profile, String session, SessionMode wanted) {
        try (ApiChannel channel = Access.of(profile, shell.clock()).open(shell.clock())) {
            return new OneSession(shell, profile)
                    .certificate(
                            channel,
                            answering(profile),
                            SessionCertificateRequest.newBuilder()
                                    .setSessionId(session)
                                    .setMode(wanted.text()));
        }
    }

    private String prove(Profile profile, LiveSession found) {
        try (ApiChannel channel = proving(profile)) {
            var service = SessionServiceGrpc.newBlockingStub(channel.channel());
            SignedPresence proof = GrpcFailures.calling(() -> service.provePresence(ProvePresenceRequest.newBuilder()
                    .setSessionId(found.getSession().getId())
                    .build()));
            return PresenceSeal.text(proof);
        }
    }

    private ApiChannel proving(Profile profile) {
        return Access.of(profile, shell.clock()).open(shell.clock()).intercepted(new Proving(answering(profile)));
    }

    private Answering answering(Profile profile) {
        Answering usual = shell.answering(profile.proxy());
        return new Answering(usual.terminal(), usual.tools(), usual.proxy(), usual.mode(), otp.or(usual::otp));
    }
}
