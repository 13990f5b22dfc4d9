package dev.sallyport.server.config;

import static dev.sallyport.server.config.Key.maybe;
import static dev.sallyport.server.config.Key.with;
import static dev.sallyport.server.config.RoleKeys.ADDRESS;
import static dev.sallyport.server.config.RoleKeys.PATH;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of where auth's trail goes, and what only holds between several of them. */
final class ExportKeys {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    static final Key KEY = maybe(
            "export",
            new Shape.Many(
                    new Shape.Section(List.of(
                            maybe(
                                    "name",
                                    new Shape.Text(32),
                                    "siem",
                                    "Name of its place in the log, kept in the store; a new name begins at the log's beginning."),
                            maybe(
                                    "to",
                                    new Shape.Choice(List.of("file", "stdout", "http", "otlp", "syslog", "kafka")),
                                    "http",
                                    "What takes the events."),
                            with(
                                    "format",
                                    new Shape.Choice(List.of("json", "ocsf")),
                                    "json",
                                    "The log's own form, or Open Cybersecurity Schema Framework."),
                            maybe(
                                    "path",
                                    PATH,
                                    "/var/log/sallyport/audit.jsonl",
                                    "For file: appended to, a line an event."),
                            maybe(
                                    "url",
                                    new Shape.Text(2048),
                                    "https://fluentd.example.com:9880/sallyport",
                                    "For http: gets a JSON array by POST; 2xx accepts it. For otlp: such as https://collector.example.com:4318/v1/logs."),
                            maybe("address", ADDRESS, "syslog.example.com:6514", "For syslog: RFC 5424 in TLS."),
                            maybe(
                                    "brokers",
                                    new Shape.Many(new Shape.Address(), 16),
                                    "[kafka1.example.com:9093, kafka2.example.com:9093]",
                                    "For kafka: brokers to begin with, in TLS; one that answers is enough."),
                            maybe(
                                    "topic",
                                    new Shape.Text(249),
                                    "sallyport-audit",
                                    "For kafka: the topic, which is there already."),
                            maybe(
                                    "sasl",
                                    new Shape.Choice(List.of("plain", "scram-sha-256", "scram-sha-512")),
                                    "scram-sha-512",
                                    "For kafka: how user logs in; without it by certificate, or not at all."),
                            maybe("user", new Shape.Text(255), "sallyport", "For kafka, with sasl."),
                            maybe(
                                    "password_file",
                                    PATH,
                                    "/etc/sallyport/kafka-password",
                                    "For kafka, with sasl: the user's password, one line. A new one counts after the old was refused."),
                            maybe(
                                    "ca",
                                    PATH,
                                    "/etc/sallyport/siem-ca.pem",
                                    "Whom to believe, PEM; without it the JDK's CAs."),
                            maybe(
                                    "certificate",
                                    PATH,
                                    "/etc/sallyport/siem.pem",
                                    "A certificate of our own, PEM, for mutual TLS."),
                            maybe("key", PATH, "/etc/sallyport/siem.key", "Its private key, PEM."))),
                    16),
            "",
            "Where the audit trail goes, besides the log. At least once, in the log's order; nobody waits for a target.");

    private ExportKeys() {}

    /** What is wrong with one of them; empty where nothing is. */
    static Optional<String> problem(Table export) {
        if (!export.has("name") || !NAME.matcher(export.text("name")).matches()) {
            return Optional.of("each of auth.export needs a name of at most 32 lower-case letters, digits and dashes");
        }
        if (!export.has("to")) {
            return Optional.of("each of auth.export needs to: file, stdout, http, otlp, syslog or kafka");
        }
        if (export.has("key") && !export.has("certificate")) {
            return Optional.of("auth.export: a key without a certificate");
        }
        return switch (export.text("to")) {
            case "file" -> needs(export, "path", export.has("path"));
            case "http", "otlp" -> needs(export, "url", export.has("url") && NoteKeys.isUrl(export.text("url")));
            case "syslog" -> needs(export, "address", export.has("address"));
            case "kafka" -> kafkaProblem(export);
            default -> Optional.empty();
        };
    }

    private static Optional<String> kafkaProblem(Table export) {
        if (export.texts("brokers").isEmpty()) {
            return needs(export, "brokers", false);
        }
        if (!export.has("topic") || !TOPIC.matcher(export.text("topic")).matches()) {
            return Optional.of("auth.export to kafka needs topic: letters, digits, '.', '_' and '-'");
        }
        boolean all = export.has("sasl") && export.has("user") && export.has("password_file");
        boolean none = !export.has("sasl") && !export.has("user") && !export.has("password_file");
        return all || none
                ? Optional.empty()
                : Optional.of("auth.export to kafka needs sasl, user and password_file, or none of them");
    }

    private static Optional<String> needs(Table export, String key, boolean there) {
        return there ? Optional.empty() : Optional.of("auth.export to " + export.text("to") + " needs " + key);
    }

    static DaemonConfig.Export read(Table export) {
        return new DaemonConfig.Export(
                export.text("name"),
                export.text("to"),
                export.text("format"),
                export.maybePath("path"),
                export.maybeText("url"),
                export.maybeText("address"),
                kafka(export),
                export.maybePath("ca"),
                export.maybePath("certificate"),
                export.maybePath("key"));
    }

    private static Optional<DaemonConfig.Kafka> kafka(Table export) {
        return export.maybeText("topic")
                .map(topic -> new DaemonConfig.Kafka(
                        export.texts("brokers"),
                        topic,
                        export.maybeText("sasl"),
                        export.maybeText("user"),
                        export.maybePath("password_file")));
    }
}
