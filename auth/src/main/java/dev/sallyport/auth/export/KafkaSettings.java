package dev.sallyport.auth.export;

import dev.sallyport.auth.export.ExportTarget.Destination.ToKafka;
import dev.sallyport.auth.export.ExportTarget.KafkaLogin;
import dev.sallyport.pki.SecretFile;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** A producer's settings: nothing is acknowledged before all replicas in sync have it, and what is sent twice is stored once. */
final class KafkaSettings {

    private static final int PARCEL_BYTES = 256 << 10;
    private static final long BUFFER_BYTES = 16 << 20;

    /** Above the longest event: 64 fields of 4,096 characters, each six bytes at most as JSON. */
    private static final int LONGEST_BYTES = 2 << 20;

    private KafkaSettings() {}

    /** @param patience for a broker that knows the topic, and for an answer; twice as long for the delivery of a record */
    static Map<String, Object> of(ToKafka to, ExportTls tls, Duration patience) throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                to.brokers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "sallyport-" + to.key(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                millis,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                2 * millis));
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, PARCEL_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LONGEST_BYTES);
        // Figures of our own go where we say, not to whoever runs the brokers, nor into the JVM's one registry.
        settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put("security.protocol", to.login().isPresent() ? "SASL_SSL" : "SSL");
        settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaTls.class);
        settings.put(KafkaTls.FILES, tls);
        if (to.login().isPresent()) {
            logIn(settings, to.login().get());
        }
        return settings;
    }

    private static void logIn(Map<String, Object> settings, KafkaLogin login) throws IOException {
        settings.put(SaslConfigs.SASL_MECHANISM, login.mechanism().title());
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                "%s required username=%s password=%s;"
                        .formatted(
                                login.mechanism().module(),
                                quoted(login.user()),
                                quoted(SecretFile.read(login.passwordFile()))));
    }

    /** As the JDK's login configuration wants text (javax.security.auth.login.Configuration). */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
