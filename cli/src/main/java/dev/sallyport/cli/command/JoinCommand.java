package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.api.v1.LiveSession;
import dev.sallyport.api.v1.ProvePresenceRequest;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.SignedPresence;
import dev.sallyport.cli.connect.Access;
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
                    "One-time code, where the session wants moderators to prove that they are there ($SALLY_OTP).")
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
        return SshRun.run("ssh", new ProfileFiles(profile.folder()).sshConfig(), arguments);
    }

    private String code() {
        return otp.or(() -> shell.variable("SALLY_OTP"))
                .or(() -> shell.terminal().ask("One-time code, to prove that you are there"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Failure.of(
                        FailureCode.INVALID,
                        "there is nobody to ask for the one-time code. Next: --otp=CODE or SALLY_OTP"));
    }

    private String prove(Profile profile, LiveSession found) {
        String code = code();
        try (ApiChannel channel = Access.of(profile, shell.clock()).open(shell.clock())) {
            var service = SessionServiceGrpc.newBlockingStub(channel.channel());
            SignedPresence proof = GrpcFailures.calling(() -> service.provePresence(ProvePresenceRequest.newBuilder()
                    .setSessionId(found.getSession().getId())
                    .setOneTimeCode(code)
                    .build()));
            return PresenceSeal.text(proof);
        }
    }
}
