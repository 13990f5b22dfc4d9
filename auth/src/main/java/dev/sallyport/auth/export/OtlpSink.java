package dev.sallyport.auth.export;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.auth.otlp.v1.Attribute;
import dev.sallyport.auth.otlp.v1.LogRecord;
import dev.sallyport.auth.otlp.v1.Logs;
import dev.sallyport.auth.otlp.v1.LogsReply;
import dev.sallyport.auth.otlp.v1.OfResource;
import dev.sallyport.auth.otlp.v1.OfScope;
import dev.sallyport.auth.otlp.v1.Resource;
import dev.sallyport.auth.otlp.v1.Scope;
import dev.sallyport.auth.otlp.v1.Value;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenTelemetry's logs over HTTP, as protobuf (OTLP 1.x): an event is a record whose body is its line, and whose attributes are its
 * fields and its place in the log.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class OtlpSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpSink.class);
    private static final long NANOS_OF_MILLI = 1_000_000;

    private final HttpPost post;
    private final ExportFormat format;
    private final String cluster;

    /** @param cluster whose trail it is: {@code service.instance.id} */
    OtlpSink(URI url, ExportTls tls, ExportFormat format, String cluster) {
        this.post = new HttpPost(url, tls, "application/x-protobuf");
        this.format = format;
        this.cluster = cluster;
    }

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        OfScope scope = OfScope.newBuilder()
                .setScope(Scope.newBuilder().setName("sallyport.audit"))
                .addAllRecords(batch.stream().map(this::record).toList())
                .build();
        Resource resource = Resource.newBuilder()
                .addAttributes(text("service.name", "sallyport"))
                .addAttributes(text("service.instance.id", cluster))
                .build();
        byte[] answer = post.send(Logs.newBuilder()
                .addOfResources(OfResource.newBuilder().setResource(resource).addOfScopes(scope))
                .build()
                .toByteArray());
        tellRejected(answer);
    }

    /** A collector that takes only some of a batch does not want the others again, says the protocol. */
    private void tellRejected(byte[] answer) {
        try {
            LogsReply reply = LogsReply.parseFrom(answer);
            if (reply.getPartial().getRejected() > 0) {
                LOG.error(
                        "event=export_rejected url={} events={}",
                        post.url(),
                        reply.getPartial().getRejected());
            }
        } catch (InvalidProtocolBufferException notOtlp) {
            LOG.warn("event=export_answer_unknown url={}", post.url());
        }
    }

    private LogRecord record(ExportedEvent exported) {
        LogRecord.Builder record = LogRecord.newBuilder()
                .setTimeUnixNano(nanos(exported.event().time()))
                .setObservedTimeUnixNano(nanos(exported.event().time()))
                .setEventName(exported.event().type())
                .setBody(Value.newBuilder().setText(format.line(exported)))
                .addAttributes(Attribute.newBuilder()
                        .setKey("sallyport.log_index")
                        .setValue(Value.newBuilder().setNumber(exported.index())))
                .addAttributes(text("sallyport.id", exported.event().id()))
                .addAttributes(text("sallyport.code", exported.event().code()));
        exported.event().fields().forEach((name, value) -> record.addAttributes(text("sallyport." + name, value)));
        return switch (ExportFormat.severity(exported)) {
            case INFO -> record.setSeverityNumber(9).setSeverityText("INFO").build();
            case WARNING -> record.setSeverityNumber(13).setSeverityText("WARN").build();
            case ERROR -> record.setSeverityNumber(17).setSeverityText("ERROR").build();
        };
    }

    private static long nanos(Instant time) {
        return Math.max(0, time.toEpochMilli()) * NANOS_OF_MILLI;
    }

    private static Attribute text(String key, String value) {
        return Attribute.newBuilder()
                .setKey(key)
                .setValue(Value.newBuilder().setText(value))
                .build();
    }
}
