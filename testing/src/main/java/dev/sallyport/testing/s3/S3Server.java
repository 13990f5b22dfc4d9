package dev.sallyport.testing.s3;

import dev.sallyport.testing.tls.SelfSigned;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** S3Proxy, with one bucket in a folder. */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "acme-audit";
    public static final String KEY_ID = "AKTEST";
    public static final String SECRET = "the-secret-of-the-tests";
    public static final String REGION = "eu-central-1";

    private static final Pattern LISTENS = Pattern.compile("Started .*ServerConnector@.*\\{127\\.0\\.0\\.1:([0-9]+)}");

    private static final String STORE_SECRET = "changeit";

    private final Process process;
    private final String scheme;
    private final int port;
    private final Path data;

    private S3Server(Process process, String scheme, int port, Path data) {
        this.process = process;
        this.scheme = scheme;
        this.port = port;
        this.data = data;
    }

    /** @param folder of its own */
    public static S3Server start(Path folder) throws IOException {
        return start(folder, "http", List.of("s3proxy.endpoint=http://127.0.0.1:0"));
    }

    /** The same in TLS. */
    public static S3Server start(Path folder, SelfSigned shown) throws IOException, GeneralSecurityException {
        Path keys = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(keys)) {
            shown.keys(STORE_SECRET.toCharArray()).store(out, STORE_SECRET.toCharArray());
        }
        return start(
                folder,
                "https",
                List.of(
                        "s3proxy.secure-endpoint=https://127.0.0.1:0",
                        "s3proxy.keystore-path=" + keys,
                        "s3proxy.keystore-password=" + STORE_SECRET));
    }

    private static S3Server start(Path folder, String scheme, List<String> listening) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve(BUCKET));
        Path properties = Files.writeString(
                folder.resolve("s3proxy.properties"),
                String.join(
                        "\n",
                        String.join("\n", listening),
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + KEY_ID,
                        "s3proxy.credential=" + SECRET,
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.identity=none",
                        "jclouds.credential=none",
                        "jclouds.filesystem.basedir=" + data,
                        ""));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        System.getProperty("sallyport.s3proxy", ""),
                        "--properties",
                        properties.toString()))
                .redirectErrorStream(true)
                .start();
        return new S3Server(process, scheme, port(process), data);
    }

    private static int port(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                Thread _ = Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return Integer.parseInt(listens.group(1));
            }
            said.append(line).append('\n');
        }
        throw new IOException("the S3 server did not start: " + said);
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    /** Where it keeps the bucket's objects, for what no call can do to them. */
    public Path bucket() {
        return data.resolve(BUCKET);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
