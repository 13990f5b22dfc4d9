package dev.sallyport.benchmarks.login;

import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.AuthRole;
import dev.sallyport.auth.AuthSettings;
import dev.sallyport.store.SqliteStore;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/** Auth alone, on SQLite, by a quick clock; says where it listens, and runs until its input ends. */
final class AuthProcess {

    private AuthProcess() {}

    /** Arguments: a folder, when its clock began. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        InstantSource clock = new QuickClock(Instant.parse(arguments[1]));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        AuthSettings settings = new AuthSettings("bench.example", any, folder, "proxy.example.com:443", "");
        try (SqliteStore store = SqliteStore.open(folder.resolve("store.db"), clock);
                AuthRole auth = AuthRole.start(
                        settings, store, new RecordingStore(folder.resolve("recordings")), clock, new SecureRandom())) {
            System.out.println(settings.adminFile() + " " + auth.address().getPort());
            // Until whoever started it is done.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
