package dev.sallyport.auth.export;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** POSTs a JSON array for each batch, as Fluentd's {@code in_http} and many others take it. */
final class HttpSink implements Sink {

    private final HttpPost post;
    private final ExportFormat format;

    HttpSink(URI url, ExportTls tls, ExportFormat format) {
        this.post = new HttpPost(url, tls, "application/json");
        this.format = format;
    }

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        byte[] _ = post.send(batch.stream()
                .map(format::line)
                .collect(Collectors.joining(",\n", "[", "]"))
                .getBytes(StandardCharsets.UTF_8));
    }
}
