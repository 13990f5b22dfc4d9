package dev.sallyport.agent.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A launcher with PAM in a process of its own: runs a command as a user, and shows what it says and how it ends. */
final class PamChild {

    private PamChild() {}

    public static void main(String[] arguments) throws IOException {
        UnixUsers users = new UnixUsers();
        Map<String, String> env = Map.of(
                "PATH", "/usr/bin:/bin", Launcher.SESSION, UUID.randomUUID().toString());
        try (Launcher launcher = new Launcher(users, true);
                RunningProcess session = launcher.command(
                        users.named(arguments[0]).orElseThrow(), arguments[1], env, Optional.empty())) {
            show(session.output());
            show(session.error().orElseThrow());
            System.out.println(session.waitFor());
        } catch (Failure refused) {
            System.out.println(refused.text());
        }
    }

    private static void show(Descriptor output) throws IOException {
        byte[] bytes = new byte[4096];
        try (Scratch scratch = Scratch.ofThread(bytes.length)) {
            int n;
            while ((n = output.read(scratch, bytes, 0, bytes.length)) > 0) {
                System.out.print(new String(bytes, 0, n, UTF_8));
            }
        }
    }
}
