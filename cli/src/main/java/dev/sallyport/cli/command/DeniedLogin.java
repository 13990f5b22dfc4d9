package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AccessRequest;
import dev.sallyport.api.v1.CreateRequestRequest;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.SuggestRequestReply;
import dev.sallyport.api.v1.SuggestRequestRequest;
import dev.sallyport.cli.connect.Access;
import dev.sallyport.cli.openssh.SshTarget;
import dev.sallyport.cli.profile.Profile;
import dev.sallyport.cli.profile.ProfileFiles;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * After a login that a node refused: a second factor for this session, where that is what was missing, and the session then; else which request would open it. Says nothing where there is none, or
 * where auth does not answer.
 */
final class DeniedLogin {

    private static final long PATIENCE_SECONDS = 5;

    private final Shell shell;
    private final Profile profile;

    DeniedLogin(Shell shell, Profile profile) {
        this.shell = shell;
        this.profile = profile;
    }

    /**
     * Explains, or tries again.
     *
     * @param reason with which to ask without asking the person
     * @return the exit code of the session that began after all
     */
    OptionalInt explain(List<String> arguments, Optional<String> reason) {
        Optional<SshTarget> target = SshTarget.of(new ProfileFiles(profile.folder()).sshConfig(), arguments);
        if (target.isEmpty()) {
            return OptionalInt.empty();
        }
        String node = target.get().host(profile.cluster());
        try (ApiChannel channel = Access.of(profile, shell.clock()).open(shell.clock())) {
            var service = RequestServiceGrpc.newBlockingStub(channel.channel())
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
            SuggestRequestReply reply =
                    GrpcFailures.calling(() -> service.suggestRequest(SuggestRequestRequest.newBuilder()
                            .setNode(node)
                            .setLogin(target.get().user())
                            .build()));
            if (reply.getSessionCertificate()) {
                return OptionalInt.of(new OneSession(shell, profile)
                        .run(channel, node, target.get().user(), arguments));
            }
            if (!reply.getAllowed() && reply.getRolesCount() > 0) {
                offer(channel, node, reply, reason);
            }
        } catch (Failure e) {
            if (reason.isPresent()) {
                throw e;
            }
        }
        return OptionalInt.empty();
    }

    private void offer(ApiChannel channel, String node, SuggestRequestReply reply, Optional<String> reason) {
        String role = reply.getRoles(0);
        say("You could ask for the role " + role + " on " + node + ": sally request create --roles=" + role
                + " --nodes=" + node + (reply.getReasonRequired() ? " --reason=WHY" : ""));
        Optional<String> why = reason.or(() -> shell.terminal()
                .ask("Ask for it now? Your reason (nothing: no)")
                .filter(text -> !text.isBlank()));
        if (why.isEmpty()) {
            return;
        }
        var service = RequestServiceGrpc.newBlockingStub(channel.channel());
        AccessRequest made = GrpcFailures.calling(() -> service.createRequest(CreateRequestRequest.newBuilder()
                .addRoles(role)
                .addNodes(node)
                .setReason(why.get())
                .build()));
        say("Request " + made.getId() + " is " + RequestText.state(made)
                + ". When it is approved: sally login --request-id=" + made.getId());
    }

    private void say(String text) {
        shell.terminal().err().println(Neutral.line(text));
    }
}
