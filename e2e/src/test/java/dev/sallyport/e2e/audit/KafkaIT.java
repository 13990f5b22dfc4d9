package dev.sallyport.e2e.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.PrivateAddress;
import dev.sallyport.testing.dist.DistCluster;
import dev.sallyport.testing.kafka.KafkaServer;
import dev.sallyport.testing.tls.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trail in a topic, by the real binaries: the client in the distribution lacks what no producer needs. */
@Tag("slow")
@Timeout(120)
class KafkaIT {

    private static final String TOPIC = "sallyport-audit";

    @Test
    void theTrailIsInTheTopicFromItsFirstEventOn(@TempDir Path folder) throws Exception {
        String address = PrivateAddress.any();
        SelfSigned tls = SelfSigned.in(folder, address);
        try (KafkaServer kafka = KafkaServer.start(folder, address, tls)) {
            // Given
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.open()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
            Path password = Files.writeString(folder.resolve("password"), KafkaServer.PASSWORD + "\n");
            String export = """
                      export:
                        - {name: cert, to: kafka, brokers: ['%1$s'], topic: %3$s, ca: %4$s, certificate: %4$s, key: %5$s}
                        - {name: sasl, to: kafka, brokers: ['%2$s'], topic: %3$s, ca: %4$s, sasl: scram-sha-512, user: %6$s, password_file: %7$s}
                    """.formatted(
                            kafka.withCertificate(),
                            kafka.withPassword(),
                            TOPIC,
                            tls.certificate(),
                            tls.key(),
                            KafkaServer.USER,
                            password);

            // When
            try (DistCluster cluster = DistCluster.start(Path.of(System.getProperty("sallyport.dist")), export)) {
                cluster.admin("tokens", "add", "--type=node").orFail();

                // Then: once by each of the two
                List<String> created = tokensCreated(kafka, 2);
                assertThat(created).hasSize(2);
                assertThat(created.getFirst()).startsWith("{\"log_index\":").isEqualTo(created.getLast());
            }
        }
    }

    private static List<String> tokensCreated(KafkaServer kafka, int count) {
        List<String> created = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.open(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            while (created.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (record.value().contains("\"kind\":\"node\"")) {
                        created.add(record.value());
                    }
                });
            }
        }
        return created;
    }
}
