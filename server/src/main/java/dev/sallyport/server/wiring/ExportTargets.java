package dev.sallyport.server.wiring;

import dev.sallyport.auth.export.ExportFormat;
import dev.sallyport.auth.export.ExportTarget;
import dev.sallyport.auth.export.ExportTarget.Destination;
import dev.sallyport.auth.export.ExportTarget.KafkaLogin;
import dev.sallyport.auth.export.ExportTarget.SaslMechanism;
import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.server.config.DaemonConfig;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the configuration to what auth exports. */
final class ExportTargets {

    private ExportTargets() {}

    /** @param hostname which syslog and Kafka have as the sender */
    static List<ExportTarget> of(List<DaemonConfig.Export> exports, String hostname) {
        return exports.stream()
                .map(each -> new ExportTarget(
                        each.name(),
                        destination(each, hostname),
                        each.format().equals("ocsf") ? ExportFormat.OCSF : ExportFormat.JSON))
                .toList();
    }

    private static Destination destination(DaemonConfig.Export export, String hostname) {
        TlsFiles tls = new TlsFiles(export.ca(), export.certificate(), export.key());
        return switch (export.to()) {
            case "file" -> new Destination.ToFile(export.path().orElseThrow());
            case "stdout" -> new Destination.ToStandardOutput();
            case "http" -> new Destination.ToHttp(URI.create(export.url().orElseThrow()), tls);
            case "otlp" -> new Destination.ToOtlp(URI.create(export.url().orElseThrow()), hostname, tls);
            case "kafka" -> kafka(export.kafka().orElseThrow(), hostname, tls);
            default -> syslog(export.address().orElseThrow(), hostname, tls);
        };
    }

    private static Destination kafka(DaemonConfig.Kafka kafka, String cluster, TlsFiles tls) {
        Optional<KafkaLogin> login = kafka.sasl()
                .map(sasl -> new KafkaLogin(
                        mechanism(sasl),
                        kafka.user().orElseThrow(),
                        kafka.passwordFile().orElseThrow()));
        return new Destination.ToKafka(kafka.brokers(), kafka.topic(), cluster, login, tls);
    }

    private static SaslMechanism mechanism(String word) {
        return SaslMechanism.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Destination syslog(String address, String hostname, TlsFiles tls) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        return new Destination.ToSyslog(host, Integer.parseInt(address.substring(colon + 1)), hostname, tls);
    }
}
