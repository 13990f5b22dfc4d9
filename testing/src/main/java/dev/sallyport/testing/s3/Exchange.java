package dev.sallyport.testing.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One message of HTTP/1.1, as it stands on the wire. */
@SuppressWarnings("ArrayRecordComponent") // handed over, not changed
record Exchange(List<String> head, byte[] body) {

    private static final String LENGTH = "content-length:";

    static Exchange request(InputStream in, OutputStream back) throws IOException {
        List<String> head = head(in);
        if (head.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith("expect:"))) {
            back.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            back.flush();
        }
        return new Exchange(head, in.readNBytes(length(head, 0)));
    }

    static Exchange answer(InputStream in) throws IOException {
        List<String> head = head(in);
        return new Exchange(head, in.readNBytes(length(head, Integer.MAX_VALUE)));
    }

    static Exchange answer(int status, String code) {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                        + "</Code><Message>so it is</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        return new Exchange(
                List.of(
                        "HTTP/1.1 " + status + " " + code,
                        "Content-Type: application/xml",
                        "Content-Length: " + body.length),
                body);
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        return head;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it ended within a line");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private static int length(List<String> head, int otherwise) {
        boolean empty = head.isEmpty()
                || head.getFirst().contains(" 204 ")
                || head.getFirst().contains(" 304 ");
        return empty
                ? 0
                : head.stream()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
                        .map(line ->
                                Integer.parseInt(line.substring(LENGTH.length()).strip()))
                        .findFirst()
                        .orElse(otherwise);
    }

    /** @param bytes how much of the body comes */
    void write(OutputStream out, int bytes) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : head) {
            if (!line.toLowerCase(Locale.ROOT).startsWith("connection:")) {
                text.append(line).append("\r\n");
            }
        }
        text.append("Connection: close\r\n\r\n");
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, Math.min(bytes, body.length));
        out.flush();
    }

    /** {@code GET /bucket/key?query}. */
    String asked() {
        String line = head.getFirst();
        return line.substring(0, line.lastIndexOf(' '));
    }
}
