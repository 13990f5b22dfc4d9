package dev.sallyport.auth.export;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

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
    }

    /** PEM files: whom to believe (without: the JDK's CAs), and a certificate of our own with its key. */
    public record TlsFiles(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {

        public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
