package dev.sallyport.benchmarks.ssh;

import java.io.IOException;

/**
 * The Unix user that sessions run as. Root measures with a throwaway one with a plain shell, because root's and bash's
 * start-up files would dominate a {@code true}; anyone else measures with himself.
 */
record BenchUser(String name, boolean throwaway) implements AutoCloseable {

    static BenchUser create() throws IOException {
        String self = System.getProperty("user.name");
        if (!self.equals("root")) {
            return new BenchUser(self, false);
        }
        BenchUser user = new BenchUser("sallybench", true);
        // "*" and not "!": without PAM sshd takes "!" for a locked account.
        run("useradd", "--create-home", "--shell", "/bin/sh", "--password", "*", user.name());
        return user;
    }

    @Override
    public void close() throws IOException {
        if (throwaway) {
            run("userdel", "--remove", "--force", name);
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exit = process.onExit().join().exitValue();
        if (exit != 0 && !(command[0].equals("useradd") && exit == 9)) {
            throw new IOException(String.join(" ", command) + ": exit " + exit);
        }
    }
}
