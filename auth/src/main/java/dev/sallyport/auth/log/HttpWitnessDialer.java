package dev.sallyport.auth.log;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** By HTTP, or HTTPS with the JDK's certificates; nothing rests on the connection, everything is signed. */
public final class HttpWitnessDialer implements WitnessDialer {

    private static final int LIMIT_MILLIS = 5_000;
    private static final int MOST_BYTES = 1 << 16;

    @Override
    public Reply post(URI witness, String request) {
        URI url = URI.create(witness.toString().replaceAll("/+$", "") + "/add-checkpoint");
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            byte[] body = request.getBytes(StandardCharsets.UTF_8);
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return read(connection);
        } catch (IOException | ClassCastException | IllegalArgumentException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the witness " + witness + " is not reached: " + e, e);
        }
    }

    private static Reply read(HttpURLConnection connection) throws IOException {
        int code = connection.getResponseCode();
        @Nullable InputStream content = code < 400 ? connection.getInputStream() : connection.getErrorStream();
        String type = Objects.requireNonNullElse(connection.getContentType(), "");
        if (content == null) {
            return new Reply(code, type, "");
        }
        try (content) {
            return new Reply(code, type, new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        }
    }
}
