package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.agent.process.UnixUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/** Whom sessions are opened for: as root a throwaway account, without root the account that runs the test. */
final class TestUser implements AutoCloseable {

    private final UnixUser user;
    private final boolean throwaway;

    private TestUser(UnixUser user, boolean throwaway) {
        this.user = user;
        this.throwaway = throwaway;
    }

    static TestUser create() throws IOException {
        UnixUsers users = new UnixUsers();
        if (!users.root()) {
            return new TestUser(users.self(), false);
        }
        String name = "sp" + UUID.randomUUID().toString().substring(0, 8);
        Path home = Files.createTempDirectory("sallyport-home-");
        run("useradd", "-M", "-d", home.toString(), "-s", "/bin/sh", "-p", "*", name);
        UnixUser user = users.named(name).orElseThrow();
        Files.setAttribute(home, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        return new TestUser(user, true);
    }

    UnixUser user() {
        return user;
    }

    String name() {
        return user.name();
    }

    Path home() {
        return Path.of(user.home());
    }

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(List.of(command) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        if (throwaway) {
            run("userdel", "-f", user.name());
            run("rm", "-rf", user.home());
        }
    }
}
