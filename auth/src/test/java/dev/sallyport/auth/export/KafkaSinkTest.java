package dev.sallyport.auth.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.export.ExportTarget.Destination.ToKafka;
import dev.sallyport.auth.export.ExportTarget.KafkaLogin;
import dev.sallyport.auth.export.ExportTarget.SaslMechanism;
import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.store.MemoryStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.ManualClock;
import dev.sallyport.testing.PrivateAddress;
import dev.sallyport.testing.kafka.KafkaServer;
import dev.sallyport.testing.tls.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real broker, in TLS. */
@Timeout(180)
class KafkaSinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final String CLUSTER = "test.example.com";

    @TempDir
    private static Path folder;

    private static KafkaServer kafka;
    private static TlsFiles own;
    private static TlsFiles believing;

    @BeforeAll
    static void start() throws Exception {
        String address = PrivateAddress.any();
        SelfSigned tls = SelfSigned.in(folder, address);
        own = new TlsFiles(Optional.of(tls.certificate()), Optional.of(tls.certificate()), Optional.of(tls.key()));
        believing = new TlsFiles(own.ca(), Optional.empty(), Optional.empty());
        kafka = KafkaServer.start(folder, address, tls);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static String topic(String name, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.open()))) {
            admin.createTopics(List.of(new NewTopic(name, 3, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
        return name;
    }

    private static String topic(String name) throws Exception {
        return topic(name, Map.of());
    }

    private static KafkaSink sink(String broker, String topic, Optional<KafkaLogin> login, TlsFiles tls) {
        return new KafkaSink(
                new ToKafka(List.of(broker), topic, CLUSTER, login, tls),
                new ExportTls(tls),
                ExportFormat.JSON,
                PATIENCE);
    }

    private static KafkaSink certified(String topic) {
        return sink(kafka.withCertificate(), topic, Optional.empty(), own);
    }

    private static FlatEvent event(int number) {
        return new FlatEvent(
                String.format("01890a5d-ac96-774b-bcce-%012d", number),
                NOW.plusSeconds(number),
                "user.login.failed",
                "USR001W",
                Map.of("user", "zoë"));
    }

    private static List<ExportedEvent> batch(int count) {
        byte[] leaf = "{\"id\":\"…\"}".getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, count)
                .mapToObj(at -> new ExportedEvent(event(at), at, leaf))
                .toList();
    }

    /** So many records of a topic, in the order of each partition. */
    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.open(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(IntStream.range(0, 3)
                    .mapToObj(each -> new TopicPartition(topic, each))
                    .toList());
            while (all.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void theEventsOfAClusterAreInOnePartitionInTheLogsOrder() throws Exception {
        // Given
        String topic = topic("ordered");

        // When
        try (KafkaSink sink = certified(topic)) {
            sink.send(batch(300));
            sink.send(batch(1));
        }

        // Then
        List<ConsumerRecord<String, String>> read = read(topic, 301);
        assertThat(read)
                .hasSize(301)
                .extracting(ConsumerRecord::partition)
                .containsOnly(read.getFirst().partition());
        assertThat(read).extracting(ConsumerRecord::key).containsOnly(CLUSTER);
        assertThat(read.subList(0, 300))
                .extracting(ConsumerRecord::value)
                .isEqualTo(batch(300).stream().map(ExportFormat.JSON::line).toList());
        assertThat(read.get(7).timestamp()).isEqualTo(NOW.plusSeconds(7).toEpochMilli());
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "SCRAM_SHA_512"})
    void aPasswordIsReadAgainAfterItWasRefused(SaslMechanism mechanism) throws Exception {
        // Given
        String topic = topic("password-" + mechanism);
        Path password = Files.writeString(folder.resolve("password"), "last year's\n");
        Optional<KafkaLogin> login = Optional.of(new KafkaLogin(mechanism, KafkaServer.USER, password));
        try (KafkaSink sink = sink(kafka.withPassword(), topic, login, believing)) {
            assertThatThrownBy(() -> sink.send(batch(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(topic)
                    .hasMessageContaining("Authentication failed")
                    .hasMessageNotContaining("last year");

            // When
            Files.writeString(password, KafkaServer.PASSWORD + "\n");
            sink.send(batch(2));
        }

        // Then
        assertThat(read(topic, 2)).hasSize(2);
    }

    @Test
    void whoIsNotBelievedGetsNothingAndWhoeverHasNoCertificateIsToldSo() throws Exception {
        String topic = topic("believed");
        TlsFiles gone = new TlsFiles(Optional.of(folder.resolve("gone.pem")), Optional.empty(), Optional.empty());
        for (TlsFiles tls : List.of(TlsFiles.NONE, believing, gone)) {
            try (KafkaSink sink = sink(kafka.withCertificate(), topic, Optional.empty(), tls)) {
                assertThatThrownBy(() -> sink.send(batch(1))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aTopicThatIsNotThereIsNamedAfterOneWait() {
        try (KafkaSink sink = certified("nowhere")) {
            assertThatThrownBy(() -> sink.send(batch(100)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nowhere not present");
        }
    }

    @Test
    void whatTheBrokerRefusesIsNotAccepted() throws Exception {
        String topic = topic("narrow", Map.of("max.message.bytes", "100"));
        try (KafkaSink sink = certified(topic)) {
            assertThatThrownBy(() -> sink.send(batch(3)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(topic)
                    .hasMessageContaining("larger than");
        }
    }

    @Test
    void aBrokerThatIsKilledGetsEachEventAtLeastOnceAndInOrder() throws Exception {
        // Given
        String topic = topic("killed");
        Store store = new MemoryStore(new ManualClock(NOW));
        store.commit(IntStream.range(0, 1200)
                .<Store.Write>mapToObj(at -> EventRecords.creation(event(at), 7))
                .toList());
        try (KafkaSink sink = certified(topic);
                Exporter exporter = new Exporter("lake", sink, new LogLeaves(store), store)) {
            assertThat(exporter.step()).isEqualTo(Step.DONE);

            // When
            kafka.kill();
            Step away = exporter.step();
            Optional<String> trouble = exporter.trouble();
            kafka.startAgain();
            while (exporter.behind() > 0) {
                exporter.step();
            }

            // Then
            assertThat(away).isEqualTo(Step.FAILED);
            assertThat(trouble.orElseThrow()).contains(topic, kafka.withCertificate());
        }
        List<Long> numbers =
                read(topic, 1200).stream().map(KafkaSinkTest::number).distinct().toList();
        assertThat(numbers).isEqualTo(LongStream.range(0, 1200).boxed().toList());
    }

    private static long number(ConsumerRecord<String, String> line) {
        return Long.parseLong(line.value().replaceAll("^\\{\"log_index\":(\\d+),.*", "$1"));
    }
}
