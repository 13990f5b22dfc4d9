package dev.sallyport.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.Witness;
import dev.sallyport.audit.log.WitnessAnswer;
import dev.sallyport.audit.log.WitnessRequest;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /add-checkpoint} (C2SP tlog-witness). */
final class AddCheckpoint implements HttpHandler {

    static final String PATH = "/add-checkpoint";

    private static final Logger LOG = LoggerFactory.getLogger(AddCheckpoint.class);
    private static final int MOST_BYTES = 2 * SignedNote.MAX_LENGTH;

    /** Requests at a time; others are told to come again. */
    private static final int AT_ONCE = 64;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SIZE = "text/x.tlog.size";

    private final Witness witness;
    private final Semaphore places = new Semaphore(AT_ONCE);

    AddCheckpoint(Witness witness) {
        this.witness = witness;
    }

    private record Reply(int code, String type, String body) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!places.tryAcquire()) {
                send(exchange, new Reply(503, TEXT, "too many at once\n"));
                return;
            }
            try {
                send(exchange, reply(exchange));
            } finally {
                places.release();
            }
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return new Reply(404, TEXT, "not here\n");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return new Reply(405, TEXT, "expected POST\n");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return new Reply(413, TEXT, "at most " + MOST_BYTES + " bytes\n");
        }
        try {
            return judged(WitnessRequest.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (Failure e) {
            LOG.warn("event=witness_failed code={} reason={}", e.code(), e.text());
            return switch (e.code()) {
                case INVALID -> new Reply(400, TEXT, e.text() + "\n");
                default -> new Reply(503, TEXT, "not remembered, therefore not signed\n");
            };
        }
    }

    private Reply judged(WitnessRequest request) {
        WitnessAnswer answer = witness.add(request);
        String first = request.checkpoint().text().lines().findFirst().orElse("");
        return switch (answer) {
            case WitnessAnswer.Cosigned(SignedNote.Line line) -> new Reply(200, TEXT, line.text());
            case WitnessAnswer.OtherSize(long size) -> new Reply(409, SIZE, size + "\n");
            case WitnessAnswer.UnknownLog() -> new Reply(404, TEXT, "unknown log\n");
            case WitnessAnswer.NotSigned() -> new Reply(403, TEXT, "not signed by the log's key\n");
            case WitnessAnswer.GoesBack() -> new Reply(400, TEXT, "the old size is beyond the checkpoint\n");
            case WitnessAnswer.Forked(boolean sameSize) -> {
                LOG.error("event=log_forked log={} from={}", first, request.oldSize());
                yield new Reply(sameSize ? 409 : 422, TEXT, "forked: it does not contain what was seen here\n");
            }
        };
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.code(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
