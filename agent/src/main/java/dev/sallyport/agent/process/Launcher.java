package dev.sallyport.agent.process;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Starts shells and commands as Unix users.
 *
 * <p>A root agent switches by {@code setpriv}, or by {@code runuser} where sessions are to go through PAM. An agent that
 * is not root has one user: its own.
 *
 * <p>All children are spawned by one thread that lives as long as this: they ask the kernel to be hung up on when the
 * thread that spawned them dies, so that none runs on unrecorded when the agent is killed. What a
 * death signal does not reach, {@link SessionReaper} ends.
 */
public final class Launcher implements AutoCloseable {

    private static final String SETPRIV = "/usr/bin/setpriv";
    /** The variable that names a session, in all processes of it that do not take it out. */
    public static final String SESSION = "SALLYPORT_SESSION";

    private static final String RUNUSER = "/usr/sbin/runuser";

    /** Shells that take {@code -l} for a login shell. Others are started without arguments. */
    private static final Set<String> TAKE_L = Set.of(
            "sh", "ash", "bash", "rbash", "csh", "dash", "elvish", "fish", "ksh", "ksh93", "mksh", "nu", "tcsh",
            "xonsh", "yash", "zsh");

    private final UnixUser self;
    private final boolean root;
    private final boolean pam;
    private final ExecutorService spawner;
    private final SessionReaper reaper = new SessionReaper();

    /**
     * @param users accounts of this host
     * @param pam whether sessions go through PAM
     */
    public Launcher(UnixUsers users, boolean pam) {
        this.self = users.self();
        this.root = users.root();
        this.pam = pam;
        this.spawner = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("spawner").daemon().factory());
    }

    /** Why nothing can be run as this user here; empty when it can. */
    public Optional<String> obstacle(UnixUser user) {
        if (root || user.uid() == self.uid()) {
            return Optional.empty();
        }
        return Optional.of("this agent runs as " + self.name() + " and can only open sessions for " + self.name()
                + "; to reach " + user.name() + ", run the agent as root");
    }

    /** The login shell of this user. */
    public RunningProcess shell(UnixUser user, Map<String, String> env, Optional<Launch.Terminal> terminal)
            throws IOException {
        String name = Path.of(user.shell()).getFileName().toString();
        if (user.uid() == self.uid() && !usesPam()) {
            return start(new Launch(user.shell(), List.of("-" + name), env, directory(user), terminal));
        }
        List<String> argv = TAKE_L.contains(name) ? List.of(user.shell(), "-l") : List.of(user.shell());
        return start(as(user, argv, env, terminal));
    }

    /** A command line, given to this user's shell. */
    public RunningProcess command(
            UnixUser user, String command, Map<String, String> env, Optional<Launch.Terminal> terminal)
            throws IOException {
        return start(as(user, List.of(user.shell(), "-c", command), env, terminal));
    }

    /** Where a process of this user begins: home, or the root where there is no home. */
    public static String directory(UnixUser user) {
        return Files.isDirectory(Path.of(user.home())) ? user.home() : "/";
    }

    private Launch as(
            UnixUser user, List<String> program, Map<String, String> env, Optional<Launch.Terminal> terminal) {
        Optional<String> obstacle = obstacle(user);
        if (obstacle.isPresent()) {
            throw Failure.of(FailureCode.DENIED, obstacle.get());
        }
        List<String> argv = new ArrayList<>();
        if (usesPam()) {
            argv.addAll(List.of(RUNUSER, "-u", user.name(), "--"));
        } else if (user.uid() != self.uid()) {
            argv.addAll(switching(user));
        }
        argv.addAll(program);
        return new Launch(argv.getFirst(), argv, env, directory(user), terminal);
    }

    /** Groups are given as numbers, so that the switch asks no name service again. */
    private static List<String> switching(UnixUser user) {
        String groups = user.groups().stream().map(Integer::toUnsignedString).collect(Collectors.joining(","));
        return List.of(
                SETPRIV,
                "--reuid=" + Integer.toUnsignedString(user.uid()),
                "--regid=" + Integer.toUnsignedString(user.gid()),
                "--groups=" + groups,
                "--inh-caps=-all",
                "--pdeathsig=HUP",
                "--");
    }

    private boolean usesPam() {
        return pam && root;
    }

    private RunningProcess start(Launch launch) throws IOException {
        String token = launch.env().getOrDefault(SESSION, "");
        if (token.isEmpty()) {
            return spawned(launch, () -> {});
        }
        reaper.announce(token);
        RunningProcess process;
        try {
            process = spawned(launch, () -> reaper.over(token));
        } catch (IOException | RuntimeException e) {
            reaper.over(token);
            throw e;
        }
        try {
            reaper.started(token, process.pid());
            return process;
        } catch (IOException e) {
            process.signal(SignalName.KILL);
            process.waitFor();
            process.close();
            throw e;
        }
    }

    private RunningProcess spawned(Launch launch, Runnable onReaped) throws IOException {
        try {
            return spawner.submit(() -> RunningProcess.start(launch, onReaped)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + launch.program(), e);
        }
    }

    /** Ends the spawning thread: children that are left are hung up on. */
    @Override
    public void close() {
        spawner.shutdown();
        reaper.close();
    }
}
