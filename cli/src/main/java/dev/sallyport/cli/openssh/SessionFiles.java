package dev.sallyport.cli.openssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates for one session each, with an OpenSSH configuration that shows them before the login's; gone when the session is over. */
public final class SessionFiles implements AutoCloseable {

    private final Path folder;
    private final int certificates;

    private SessionFiles(Path folder, int certificates) {
        this.folder = folder;
        this.certificates = certificates;
    }

    /**
     * A certificate for one session.
     *
     * @param host as it was typed; {@code *} for whatever ssh goes to
     * @param user Unix user; {@code *} for whomever
     * @param certificate an OpenSSH line, for the key of the login
     */
    public record Pass(String host, String user, String certificate) {}

    /** For a connection to wherever it goes. */
    public static SessionFiles of(SshLogin login, Path sally, String certificate) {
        return of(login, sally, List.of(new Pass("*", "*", certificate)));
    }

    /** For connections to several hosts, each with its own. */
    public static SessionFiles of(SshLogin login, Path sally, List<Pass> passes) {
        try {
            SessionFiles files = new SessionFiles(Files.createTempDirectory("sally"), passes.size());
            StringBuilder config = new StringBuilder();
            for (int i = 0; i < passes.size(); i++) {
                write(files.certificate(i), passes.get(i).certificate().strip() + "\n");
                config.append(SshConfig.ofPass(passes.get(i), files.certificate(i)));
            }
            write(files.config(), config + SshConfig.ofSallySsh(login, sally));
            return files;
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE, "cannot make a folder for a session's certificate (" + e + ")", e);
        }
    }

    /** For {@code ssh -F}. */
    public Path config() {
        return folder.resolve("ssh_config");
    }

    private Path certificate(int number) {
        return folder.resolve("cert" + number + ".pub");
    }

    private static void write(Path file, String text) {
        PrivateFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(config());
            for (int i = 0; i < certificates; i++) {
                Files.deleteIfExists(certificate(i));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // What is left is public, and useless in a minute.
            return;
        }
    }
}
