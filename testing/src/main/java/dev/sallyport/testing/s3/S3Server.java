package dev.sallyport.testing.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Process process;
    private final int port;
    private final Path data;

    private S3Server(Process process, int port, Path data) {
        this.process = process;
        this.port = port;
        this.data = data;
    }

    /** @param folder of its own */
    public static S3Server start(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve(BUCKET));
        Path properties = Files.writeString(
                folder.resolve("s3proxy.properties"),
                String.join(
                        "\n",
                        "s3proxy.endpoint=http://127.0.0.1:0",
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
        return new S3Server(process, port(process), data);
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
        return URI.create("http://127.0.0.1:" + port);
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
