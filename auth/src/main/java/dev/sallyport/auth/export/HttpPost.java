package dev.sallyport.auth.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** POSTs bytes to one address. */
record HttpPost(URI url, ExportTls tls, String contentType) {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int LONGEST_ANSWER = 1 << 16;

    /** @return what was answered with 2xx, as far as 64 KiB */
    byte[] send(byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls.sockets());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", contentType);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int code = connection.getResponseCode();
        byte[] answer = read(code < 400 ? connection.getInputStream() : connection.getErrorStream());
        if (code / 100 != 2) {
            throw new IOException(url + " answered " + code);
        }
        return answer;
    }

    private static byte[] read(@Nullable InputStream answer) throws IOException {
        if (answer == null) {
            return new byte[0];
        }
        try (answer) {
            return answer.readNBytes(LONGEST_ANSWER);
        }
    }
}
