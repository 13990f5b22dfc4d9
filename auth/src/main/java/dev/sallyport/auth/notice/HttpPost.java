package dev.sallyport.auth.notice;

import dev.sallyport.auth.export.ExportTarget.TlsFiles;
import dev.sallyport.auth.export.ExportTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** POSTs JSON by HTTPS. Follows nothing, believes nobody but the CAs that it was told. */
record HttpPost(Optional<Path> ca) {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int DRAINED = 1 << 16;

    /** @param shown what a failure calls the other side: a URL may be a secret */
    void send(URI url, String shown, byte[] body, Map<String, String> headers) throws IOException {
        NoticeTarget.requireHttps(url);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(new ExportTls(new TlsFiles(ca, Optional.empty(), Optional.empty())).sockets());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        headers.forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int code = connection.getResponseCode();
        drain(code < 400 ? connection.getInputStream() : connection.getErrorStream());
        if (code / 100 != 2) {
            throw new IOException(shown + " answered " + code + ", expected 2xx");
        }
    }

    private static void drain(@Nullable InputStream answer) throws IOException {
        if (answer != null) {
            try (answer) {
                answer.readNBytes(DRAINED);
            }
        }
    }

    /** A JSON string. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x7f) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
