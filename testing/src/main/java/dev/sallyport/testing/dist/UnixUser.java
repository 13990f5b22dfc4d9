package dev.sallyport.testing.dist;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The Unix user that sessions run as. Root uses a throwaway one with a plain shell: a session must not be root's, and root's or
 * bash's start-up files would dominate a {@code true}. Anyone else can only be himself.
 *
 * @param throwaway made by this program, removed when closed
 */
public record UnixUser(String name, boolean throwaway) implements AutoCloseable {

    /** Exit code of useradd(8): the name is there already, left by a run that was killed. */
    private static final int THERE_ALREADY = 9;

    /** The throwaway user of this name where the program is root; else who runs it. */
    public static UnixUser create(String name) {
        String self = System.getProperty("user.name");
        if (!self.equals("root")) {
            return new UnixUser(self, false);
        }
        // "*" and not "!": without PAM sshd takes "!" for a locked account.
        int exit = run("useradd", "--create-home", "--shell", "/bin/sh", "--password", "*", name);
        if (exit != 0 && exit != THERE_ALREADY) {
            throw new IllegalStateException("useradd " + name + ": exit " + exit);
        }
        return new UnixUser(name, true);
    }

    @Override
    public void close() {
        if (throwaway && run("userdel", "--remove", "--force", name) != 0) {
            throw new IllegalStateException("userdel " + name + " failed: remove the user by hand");
        }
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }
}
