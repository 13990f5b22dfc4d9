package dev.sallyport.auth.sso;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;

/** A Keycloak of this test's own, on loopback, with the realm {@code corp}. */
final class Keycloak implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final Process process;

    private Keycloak(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Unpacks and starts one; it is not ready yet. */
    static Keycloak start(Path zip) {
        try {
            Path folder = Files.createTempDirectory("sallyport-keycloak-");
            Path home = unpacked(zip, folder);
            Path realm = Files.createDirectories(home.resolve("data/import")).resolve("realm.json");
            try (InputStream from = Objects.requireNonNull(Keycloak.class.getResourceAsStream("realm.json"))) {
                Files.copy(from, realm);
            }
            int port = freePort();
            ProcessBuilder command = new ProcessBuilder(
                            "sh",
                            home.resolve("bin/kc.sh").toString(),
                            "start-dev",
                            "--import-realm",
                            "--http-host=127.0.0.1",
                            "--http-port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            command.environment().put("JAVA_HOME", System.getProperty("java.home"));
            command.environment().put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
            return new Keycloak(folder, port, command.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String realm() {
        return "http://127.0.0.1:" + port + "/realms/corp";
    }

    void awaitReady() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm())).build();
        Awaitility.await("Keycloak, whose log is " + folder.resolve("log"))
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    @Override
    public void close() {
        try {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path unpacked(Path zip, Path folder) throws IOException {
        Path home = folder;
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(entries, target);
                }
                home = folder.resolve(folder.relativize(target).getName(0));
            }
        }
        return home;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException thrown) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
