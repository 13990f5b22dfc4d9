package dev.sallyport.auth.export;

import dev.sallyport.auth.export.ExportTarget.Destination.ToKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Records of a topic, one an event: its key is the cluster, so that all of a cluster's are in one partition and in the log's
 * order. The producer stays open between batches; after a failure it is thrown away, and the next reads the files anew.
 */
final class KafkaSink implements Sink {

    /** Three of them are less than the minute that a sink has. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ToKafka to;
    private final ExportTls tls;
    private final ExportFormat format;
    private final Duration patience;
    private volatile @Nullable Producer<String, String> open;

    KafkaSink(ToKafka to, ExportTls tls, ExportFormat format) {
        this(to, tls, format, PATIENCE);
    }

    KafkaSink(ToKafka to, ExportTls tls, ExportFormat format, Duration patience) {
        this.to = to;
        this.tls = tls;
        this.format = format;
        this.patience = patience;
    }

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        try {
            deliver(producer(), batch);
        } catch (ExecutionException e) {
            close();
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            close();
            throw failed(e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("cut off", e);
        }
    }

    private void deliver(Producer<String, String> producer, List<ExportedEvent> batch)
            throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
        for (ExportedEvent event : batch) {
            Future<RecordMetadata> future = producer.send(record(event));
            if (future.isDone()) {
                // Where there is no broker each would wait its time.
                var _ = future.get();
            }
            sent.add(future);
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            var _ = each.get();
        }
    }

    private ProducerRecord<String, String> record(ExportedEvent exported) {
        long time = Math.max(0, exported.event().time().toEpochMilli());
        return new ProducerRecord<>(to.topic(), null, time, to.key(), format.line(exported));
    }

    private Producer<String, String> producer() throws IOException {
        Producer<String, String> there = open;
        if (there == null) {
            // Read once here, for whoever made a mistake in them: from inside the client it would be a broker that is
            // away.
            var _ = tls.context();
            there = new KafkaProducer<>(
                    KafkaSettings.of(to, tls, patience), new StringSerializer(), new StringSerializer());
            open = there;
        }
        return there;
    }

    /** The client's own words seldom say why: the first cause does. */
    private IOException failed(Throwable why) {
        Throwable first = why;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String told =
                why.getClass().getSimpleName() + ": " + why.getMessage() + (why.getCause() == null ? "" : ": " + first);
        return new IOException("topic " + to.topic() + " at " + String.join(",", to.brokers()) + ": " + told, why);
    }

    @Override
    public void close() {
        Producer<String, String> there = open;
        open = null;
        if (there != null) {
            there.close(Duration.ZERO);
        }
    }
}
