package dev.sallyport.agent.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An agent's launcher in a process of its own, to be killed: runs each argument as a session and shows its first line. */
final class LauncherChild {

    /** Begins a command whose end is waited for. */
    static final String ENDS = ": ends;";

    private LauncherChild() {}

    public static void main(String[] commands) throws Exception {
        UnixUsers users = new UnixUsers();
        try (Launcher launcher = new Launcher(users, false);
                Scratch scratch = Scratch.ofThread(4096)) {
            for (String command : commands) {
                Map<String, String> env = Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        Launcher.SESSION,
                        UUID.randomUUID().toString());
                RunningProcess session = launcher.command(users.self(), command, env, Optional.empty());
                byte[] line = new byte[4096];
                int length = session.output().read(scratch, line, 0, line.length);
                System.out.print(new String(line, 0, Math.max(0, length), UTF_8));
                System.out.flush();
                if (command.startsWith(ENDS)) {
                    session.waitFor();
                    session.close();
                }
            }
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
