package dev.sallyport.benchmarks.relay;

import dev.sallyport.benchmarks.process.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The peer: Debian's HAProxy, in tcp mode with 64 KiB buffers, and with mutual TLS 1.3 on both sides. */
final class Haproxy implements AutoCloseable {

    private final Process process;
    private final String address;
    private final SSLContext tls;
    private final ServerSocket plainEnd;
    private final ServerSocket tlsEnd;

    private Haproxy(Process process, String address, SSLContext tls, ServerSocket plainEnd, ServerSocket tlsEnd) {
        this.process = process;
        this.address = address;
        this.tls = tls;
        this.plainEnd = plainEnd;
        this.tlsEnd = tlsEnd;
    }

    static Haproxy start(Path directory, String address)
            throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(directory);
        keys(directory, address);
        SSLContext tls = context(directory.resolve("both.p12"));
        ServerSocket plainEnd = new ServerSocket();
        plainEnd.bind(new InetSocketAddress(address, 7100), 1024);
        SSLServerSocket tlsEnd = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
        tlsEnd.setNeedClientAuth(true);
        tlsEnd.bind(new InetSocketAddress(address, 7101), 1024);
        accept(plainEnd);
        accept(tlsEnd);
        Path config = configuration(directory, address);
        Process process = new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
        Haproxy haproxy = new Haproxy(process, address, tls, plainEnd, tlsEnd);
        haproxy.awaitListening();
        return haproxy;
    }

    private static void keys(Path directory, String address) throws IOException, InterruptedException {
        run(
                directory,
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench"
                        + " -addext subjectAltName=IP:" + address + " -keyout key.pem -out cert.pem");
        run(directory, "openssl pkcs12 -export -in cert.pem -inkey key.pem -passout pass:bench -out both.p12");
        Files.writeString(
                directory.resolve("both.pem"),
                Files.readString(directory.resolve("cert.pem")) + Files.readString(directory.resolve("key.pem")));
    }

    private static Path configuration(Path directory, String address) throws IOException {
        return Files.writeString(directory.resolve("haproxy.cfg"), """
                global
                  maxconn 9000
                  nbthread 2
                  tune.bufsize 65536
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                listen plain
                  bind %1$s:7001
                  server far %1$s:7100
                listen tls
                  bind %1$s:7002 ssl crt %2$s/both.pem ca-file %2$s/cert.pem verify required ssl-min-ver TLSv1.3
                  server far %1$s:7101 ssl crt %2$s/both.pem ca-file %2$s/cert.pem verify required ssl-min-ver TLSv1.3 no-ssl-reuse
                """.formatted(address, directory));
    }

    /** Bytes copied, no more. */
    Way plain() {
        return way(() -> {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, 7001));
            return socket;
        });
    }

    /** What proxies do that terminate: TLS from the client, TLS to the agent, a handshake each for every connection. */
    Way tlsBothSides() {
        return way(() -> {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, 7002));
            socket.startHandshake();
            socket.getSession().invalidate();
            return socket;
        });
    }

    private interface Connector {
        Socket connect() throws IOException;
    }

    private Way way(Connector connector) {
        return new Way() {
            @Override
            public Socket connect() throws IOException {
                return connector.connect();
            }

            @Override
            public double cpuSeconds() {
                return Usage.cpuSeconds(process.pid());
            }
        };
    }

    @Override
    public void close() throws IOException {
        plainEnd.close();
        tlsEnd.close();
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void accept(ServerSocket server) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    socket.setTcpNoDelay(true);
                    Thread.ofPlatform().daemon().start(() -> FarEnd.serve(socket));
                }
            } catch (IOException e) {
                // Closed: the end of the benchmark.
            }
        });
    }

    private static SSLContext context(Path file) throws GeneralSecurityException, IOException {
        char[] password = "bench".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, password);
        trusted.setCertificateEntry("peer", keys.getCertificate(keys.aliases().nextElement()));
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, password);
        TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
        others.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    private void awaitListening() throws IOException, InterruptedException {
        for (int tries = 0; tries < 200 && process.isAlive(); tries++) {
            try (Socket probe = plain().connect()) {
                if (probe.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(25);
            }
        }
        throw new IOException("haproxy does not listen on " + address);
    }

    private static void run(Path directory, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("sh", "-c", command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }
}
