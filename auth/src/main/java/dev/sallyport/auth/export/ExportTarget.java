package dev.sallyport.auth.export;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Where the trail goes.
 *
 * @param name of its cursor: another name begins at the log's beginning
 */
public record ExportTarget(String name, Destination destination, ExportFormat format) {

    /** What takes events. */
    public sealed interface Destination {

        /** Lines at the end of a file, which is forced to the disk, and may be moved away at any time. */
        record ToFile(Path path) implements Destination {}

        /** Lines on standard output. */
        record ToStandardOutput() implements Destination {}

        /** A JSON array, POSTed; accepted with 2xx. */
        record ToHttp(URI url, TlsFiles tls) implements Destination {}

        /** OpenTelemetry's logs, protobuf over HTTP; {@code cluster} is who sends them. */
        record ToOtlp(URI url, String cluster, TlsFiles tls) implements Destination {}

        /** RFC 5424 in TLS (RFC 5425). */
        record ToSyslog(String host, int port, String hostname, TlsFiles tls) implements Destination {}

        /**
         * A topic of Kafka, in TLS; accepted when all replicas in sync have it.
         *
         * @param brokers {@code HOST:PORT}, of which one that answers is enough
         * @param key of each record: what has one key is in one partition
         */
        record ToKafka(List<String> brokers, String topic, String key, Optional<KafkaLogin> login, TlsFiles tls)
                implements Destination {}
    }

    /** @param passwordFile one line; read when a connection is made anew after a failure */
    public record KafkaLogin(SaslMechanism mechanism, String user, Path passwordFile) {}

    /** How a name and a password are shown to Kafka. */
    public enum SaslMechanism {
        PLAIN("PLAIN", PlainLoginModule.class),
        SCRAM_SHA_256("SCRAM-SHA-256", ScramLoginModule.class),
        SCRAM_SHA_512("SCRAM-SHA-512", ScramLoginModule.class);

        private final String title;
        private final Class<?> module;

        SaslMechanism(String title, Class<?> module) {
            this.title = title;
            this.module = module;
        }

        /** Its registered name (RFC 4616, RFC 7677). */
        String title() {
            return title;
        }

        String module() {
            return module.getName();
        }
    }

    /** PEM files: whom to believe (without: the JDK's CAs), and a certificate of our own with its key. */
    public record TlsFiles(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {

        public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
