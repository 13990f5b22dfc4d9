package dev.sallyport.auth.export;

import dev.sallyport.audit.event.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Messages of RFC 5424 in TLS, each with its length before it (RFC 5425, section 4.3). Syslog has no acknowledgement: a
 * connection carries one batch, ends its own half (close_notify), and the batch counts as accepted when the other side has
 * read all of it and ended its half, too.
 */
final class SyslogSink implements Sink {

    private static final int LIMIT_MILLIS = 20_000;

    /** Log audit (RFC 5424, table 1), times 8. */
    private static final int FACILITY = 13 * 8;

    private final String host;
    private final int port;
    private final String hostname;
    private final ExportTls tls;
    private final ExportFormat format;

    SyslogSink(ExportTarget.Destination.ToSyslog to, ExportTls tls, ExportFormat format) {
        this.host = to.host();
        this.port = to.port();
        this.hostname = to.hostname();
        this.tls = tls;
        this.format = format;
    }

    @Override
    public void send(List<ExportedEvent> batch) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
            plain.setSoTimeout(LIMIT_MILLIS);
            try (SSLSocket socket = (SSLSocket) tls.sockets().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                OutputStream out = socket.getOutputStream();
                for (ExportedEvent event : batch) {
                    out.write(frame(event));
                }
                out.flush();
                socket.shutdownOutput();
                awaitEnd(socket.getInputStream());
            }
        }
    }

    private static void awaitEnd(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // what a server says is no part of syslog
        }
    }

    private byte[] frame(ExportedEvent exported) {
        int severity = switch (ExportFormat.severity(exported)) {
            case Severity.INFO -> 6;
            case Severity.WARNING -> 4;
            case Severity.ERROR -> 3;
        };
        String message = "<" + (FACILITY + severity) + ">1 " + exported.event().time() + " " + hostname
                + " sallyport - " + exported.event().code() + " - " + format.line(exported);
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] length = (bytes.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + bytes.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(bytes, 0, frame, length.length, bytes.length);
        return frame;
    }
}
