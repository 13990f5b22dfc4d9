package dev.sallyport.cli.command;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.Lock;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.LockedToken;
import dev.sallyport.cli.terminal.Neutral;
import dev.sallyport.model.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sally lock add}. */
@Command(
        description = {
            "Lock people, roles, logins, machines, sessions.",
            "What the lock hits is refused, and running sessions are cut, within seconds."
        })
final class LockAddCommand implements Runnable {

    /** What is locked: one of these. */
    static final class Target {
        @Option(names = "--user", paramLabel = "USER", description = "All that this person does.")
        private @Nullable String user;

        @Option(names = "--login", paramLabel = "LOGIN", description = "Sessions as this Unix user, on every node.")
        private @Nullable String login;

        @Option(names = "--node", paramLabel = "NODE", description = "Sessions on this node, by name or id.")
        private @Nullable String node;

        @Option(names = "--role", paramLabel = "ROLE", description = "All that whoever holds this role does.")
        private @Nullable String role;

        @Option(names = "--agent", paramLabel = "ID", description = "A machine, and sessions on it.")
        private @Nullable String agent;

        @Option(
                names = "--token",
                paramLabel = "ID",
                description = "A join token, and the machine that joined with it.")
        private @Nullable String token;

        @Option(names = "--session", paramLabel = "ID", description = "One running SSH session.")
        private @Nullable String session;

        @Option(names = "--request", paramLabel = "ID", description = "All that is done by an access request.")
        private @Nullable String request;

        @Option(
                names = "--mfa-device",
                paramLabel = "ID",
                description = "A second factor, and all that was proved with it; 'sally mfa ls' shows its id.")
        private @Nullable String mfaDevice;

        LockTarget message() {
            LockTarget.Builder target = LockTarget.newBuilder();
            if (user != null) {
                target.setUser(user);
            } else if (login != null) {
                target.setLogin(login);
            } else if (node != null) {
                target.setNode(node);
            } else if (role != null) {
                target.setRole(role);
            } else if (agent != null) {
                target.setAgent(agent);
            } else if (token != null) {
                target.setToken(LockedToken.newBuilder().setId(token));
            } else if (session != null) {
                target.setSession(session);
            } else if (request != null) {
                target.setRequest(request);
            } else if (mfaDevice != null) {
                target.setMfaDevice(mfaDevice);
            }
            return target.build();
        }
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Target target = new Target();

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long, such as 2h; default: until it is removed.")
    private @Nullable String ttl;

    @Option(names = "--message", paramLabel = "TEXT", description = "What whoever runs into the lock is told.")
    private String message = "";

    @Option(names = "--force", description = "Also where it locks you out, or the last user who could remove it.")
    private boolean force;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    private final Shell shell;

    LockAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        AddLockRequest request = AddLockRequest.newBuilder()
                .setTarget(target.message())
                .setTtlSeconds(ttl == null ? 0 : Durations.parse(ttl).toSeconds())
                .setMessage(message)
                .setForce(force)
                .build();
        try (ApiChannel channel = cluster.open(shell)) {
            var service = LockServiceGrpc.newBlockingStub(channel.channel());
            Lock lock = GrpcFailures.calling(() -> service.addLock(request));
            shell.print(Neutral.line("Locked " + LockTargets.text(lock) + ", lock " + lock.getId() + ".") + "\n");
        }
    }
}
