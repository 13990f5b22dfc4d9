package dev.sallyport.server.config;

import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.pki.ssh.AddressRanges;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process is to do, checked. Paths are absolute; addresses are HOST:PORT.
 *
 * @param cluster name of the cluster; there where auth is
 * @param diagnostics where they listen; empty where there are none
 * @param drainTimeout how long running sessions may go on
 */
public record DaemonConfig(
        Optional<String> cluster,
        Path dataDir,
        Optional<Auth> auth,
        Optional<Proxy> proxy,
        Optional<Agent> agent,
        Optional<Witness> witness,
        Optional<String> diagnostics,
        Log log,
        Duration drainTimeout) {

    /** Role auth; {@code forwarders} is there where the file lists some, {@code store} where it is no file. */
    public record Auth(
            String listen,
            Optional<Path> keyFile,
            Optional<String> proxyPublicAddress,
            Optional<String> proxySshAddress,
            Optional<AddressRanges> forwarders,
            Optional<Database> store,
            List<Cosigner> witnesses,
            List<Export> exports,
            List<Notice> notices,
            Factors factors,
            Retention retention,
            Optional<Bucket> bucket) {}

    /** A bucket of S3 for recordings and the log. */
    public record Bucket(
            String name,
            String prefix,
            String region,
            Optional<URI> endpoint,
            boolean pathStyle,
            Optional<String> accessKeyId,
            Optional<Path> secretKeyFile,
            Optional<Path> ca) {}

    /** A PostgreSQL server and a database there; {@code sslmode} is a word of libpq. */
    public record Database(
            String host,
            int port,
            String database,
            String user,
            Optional<Path> passwordFile,
            String sslmode,
            Optional<Path> ca,
            Optional<Path> certificate,
            Optional<Path> key,
            String schema,
            int connections) {}

    /** How long things are kept; empty for ever. */
    public record Retention(Optional<Duration> events, Optional<Duration> recordings) {}

    /** Second factors; {@code rpId} where it is not the host of the proxies' public address. */
    public record Factors(
            Optional<String> rpId,
            boolean browser,
            boolean adminActions,
            Optional<Path> allowedMakers,
            Optional<Path> deniedMakers) {}

    /** Where the trail goes; {@code to} is file, stdout, http, otlp or syslog, {@code format} json or ocsf. */
    public record Export(
            String name,
            String to,
            String format,
            Optional<Path> path,
            Optional<String> url,
            Optional<String> address,
            Optional<Kafka> kafka,
            Optional<Path> ca,
            Optional<Path> certificate,
            Optional<Path> key) {}

    /** A topic of Kafka; {@code sasl} with user and password, or none of the three. */
    public record Kafka(
            List<String> brokers,
            String topic,
            Optional<String> sasl,
            Optional<String> user,
            Optional<Path> passwordFile) {}

    /** Who is told what waits; {@code to} is webhook, slack or mail, {@code tls} starttls, tls or none. */
    public record Notice(
            String name,
            String to,
            List<String> about,
            Optional<String> url,
            Optional<Path> secretFile,
            Optional<String> server,
            String tls,
            Optional<String> user,
            Optional<String> from,
            List<String> recipients,
            Optional<Path> ca) {}

    /** A witness of auth's log; {@code key} is a key, {@code url} a URL. */
    public record Cosigner(URI url, NoteKey key) {}

    /** Role witness. */
    public record Witness(String listen, String name, List<NoteKey> logs) {}

    /** Role proxy; {@code authAddress} is there unless auth is in this process. */
    public record Proxy(
            String listen,
            Optional<String> publicAddress,
            Optional<String> sshListen,
            Optional<String> sshPublicAddress,
            Optional<String> authAddress,
            Joining joining,
            Optional<PublicCertificate> publicCertificate,
            Limits limits) {}

    /** Role agent; {@code proxy} is there unless a proxy is in this process. */
    public record Agent(
            Optional<String> proxy,
            Joining joining,
            Optional<String> name,
            Map<String, String> labels,
            List<Command> commands,
            Ssh ssh,
            Optional<Integer> connections) {}

    /** How a machine gets its first certificate. */
    public record Joining(Optional<String> token, Optional<Path> tokenFile, List<String> caPins) {
        @Override
        public String toString() {
            return "Joining[token=***, tokenFile=" + tokenFile + ", caPins=" + caPins + "]";
        }
    }

    /** Two PEM files. */
    public record PublicCertificate(Path certificate, Path key) {}

    /** Bounds of the proxy's listener. */
    public record Limits(int connections, int connectionsPerSource, Duration idle) {}

    /** A label whose value a command tells. */
    public record Command(String name, List<String> command, Duration interval) {}

    /** The agent's SSH service. */
    public record Ssh(
            boolean pam,
            List<String> env,
            Optional<Path> sftpServer,
            boolean strictRecording,
            boolean recordInput,
            List<String> recordingKeys,
            int maxConnections,
            Optional<String> banner) {}

    /** What is said, and how. */
    public record Log(String level, boolean json) {}
}
