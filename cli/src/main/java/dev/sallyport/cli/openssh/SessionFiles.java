package dev.sallyport.cli.openssh;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate for one session, with an OpenSSH configuration that shows it in place of the login's; gone when the session is over. */
public final class SessionFiles implements AutoCloseable {

    private final Path folder;

    private SessionFiles(Path folder) {
        this.folder = folder;
    }

    /** @param certificate an OpenSSH line, for the key of the login */
    public static SessionFiles of(SshLogin login, Path sally, String certificate) {
        try {
            SessionFiles files = new SessionFiles(Files.createTempDirectory("sally"));
            SshLogin once = new SshLogin(
                    login.cluster(),
                    login.profile(),
                    login.key(),
                    files.certificate(),
                    login.knownHosts(),
                    login.jump());
            write(files.certificate(), certificate.strip() + "\n");
            write(files.config(), SshConfig.ofSallySsh(once, sally));
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

    private Path certificate() {
        return folder.resolve("cert.pub");
    }

    private static void write(Path file, String text) {
        PrivateFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(config());
            Files.deleteIfExists(certificate());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // What is left is public, and useless in a minute.
            return;
        }
    }
}
