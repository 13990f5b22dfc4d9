package dev.sallyport.auth.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** POSTs a JSON array for each batch, as Fluentd's {@code in_http} and many others take it. */
final class HttpSink implements Sink {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int DRAINED = 1 << 16;

    private final URI url;
    private final ExportTls tls;
    private final ExportFormat format;

    HttpSink(URI url, ExportTls tls, ExportFormat format) {
        this.url = url;
        this.tls = tls;
        this.format = format;
    }

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        byte[] body = batch.stream()
                .map(format::line)
                .collect(Collectors.joining(",\n", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls.sockets());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int code = connection.getResponseCode();
        drain(code < 400 ? connection.getInputStream() : connection.getErrorStream());
        if (code / 100 != 2) {
            throw new IOException(url + " answered " + code);
        }
    }

    private static void drain(@Nullable InputStream answer) throws IOException {
        if (answer != null) {
            try (answer) {
                answer.readNBytes(DRAINED);
            }
        }
    }
}
