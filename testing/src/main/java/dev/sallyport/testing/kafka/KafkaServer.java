package dev.sallyport.testing.kafka;

import dev.sallyport.testing.tls.SelfSigned;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One broker and controller in one process, on an address of its own, with its files in a folder. It listens for TLS with a
 * client's certificate, for TLS with a password, and for the test itself in the clear. The library folder of the broker is the
 * property {@code sallyport.kafka}.
 */
public final class KafkaServer implements AutoCloseable {

    /** Who may log in by password, PLAIN or SCRAM-SHA-512. */
    public static final String USER = "sallyport";

    public static final String PASSWORD = "back\\slash and blank";

    private static final String STARTED = "Kafka Server started";

    private static final String PROPERTIES = """
            node.id=1
            process.roles=broker,controller
            controller.quorum.voters=1@ADDRESS:9090
            controller.listener.names=CONTROLLER
            listeners=CONTROLLER://ADDRESS:9090,PLAINTEXT://ADDRESS:9092,SSL://ADDRESS:9093,SASL_SSL://ADDRESS:9094
            advertised.listeners=PLAINTEXT://ADDRESS:9092,SSL://ADDRESS:9093,SASL_SSL://ADDRESS:9094
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
            inter.broker.listener.name=PLAINTEXT
            listener.name.ssl.ssl.client.auth=required
            ssl.keystore.type=PEM
            ssl.keystore.location=FOLDER/server.pem
            ssl.truststore.type=PEM
            ssl.truststore.location=FOLDER/cert.pem
            sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
            listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
            listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_USER=PASSWORD;
            log.dirs=FOLDER/data
            num.partitions=3
            auto.create.topics.enable=false
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            """;

    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%level %logger{0} %msg%n</pattern></encoder></appender>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final Path folder;
    private final String address;
    private Process process;

    private KafkaServer(Path folder, String address) throws IOException {
        this.folder = folder;
        this.address = address;
        this.process = run();
    }

    /**
     * Formats and starts it.
     *
     * @param tls of the address, in the folder
     */
    public static KafkaServer start(Path folder, String address, SelfSigned tls)
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("server.pem"), Files.readString(tls.key()) + Files.readString(tls.certificate()));
        Files.writeString(folder.resolve("logback.xml"), LOGGING);
        Files.writeString(
                folder.resolve("server.properties"),
                PROPERTIES
                        .replace("ADDRESS", address)
                        .replace("FOLDER", folder.toString())
                        .replace("USER", USER)
                        // Once for the properties, once for the login configuration in them.
                        .replace("PASSWORD", quoted(PASSWORD).replace("\\", "\\\\")));
        format(folder);
        return new KafkaServer(folder, address);
    }

    private static void format(Path folder) throws IOException, InterruptedException {
        Process format = java(
                        folder,
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        "4L6g3nShT-eMCtK--X86sw",
                        "--config",
                        folder.resolve("server.properties").toString(),
                        "--add-scram",
                        "SCRAM-SHA-512=[name=" + USER + ",password=\"" + PASSWORD + "\"]")
                .start();
        String said = new String(format.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (format.waitFor() != 0) {
            throw new IOException("the broker's folder was not formatted: " + said);
        }
    }

    private Process run() throws IOException {
        Process started = java(
                        folder,
                        "kafka.Kafka",
                        folder.resolve("server.properties").toString())
                .start();
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(STARTED)) {
                Thread _ = Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return started;
            }
            said.append(line).append('\n');
        }
        throw new IOException("the broker did not start: " + said);
    }

    private static ProcessBuilder java(Path folder, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // Where its compression unpacks native code, which stays when it is killed.
                "-Djava.io.tmpdir=" + folder,
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-cp",
                System.getProperty("sallyport.kafka", "") + "/*",
                main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** In the clear, for the test. */
    public String open() {
        return address + ":9092";
    }

    /** In TLS, for whoever shows a certificate. */
    public String withCertificate() {
        return address + ":9093";
    }

    /** In TLS, for whoever knows the password. */
    public String withPassword() {
        return address + ":9094";
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** After {@link #kill}: it finds its files as the killed one left them. */
    public void startAgain() throws IOException {
        process = run();
    }

    @Override
    public void close() {
        kill();
    }
}
