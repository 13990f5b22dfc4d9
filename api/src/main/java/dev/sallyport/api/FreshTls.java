package dev.sallyport.api;

import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerTrustManager;
import dev.sallyport.pki.x509.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 client sockets, each with a context of its own. So a connection shows the identity of its moment, and none
 * resumes a session that an earlier identity began: resumption would skip the certificates.
 *
 * <p>Only layers over connected sockets: the caller dials. The handshake must end in {@value #HANDSHAKE_MILLIS} ms of
 * silence at most; afterwards the caller's own time limits rule.
 */
final class FreshTls extends SSLSocketFactory {

    private static final int HANDSHAKE_MILLIS = 15_000;
    private static final String PROTOCOL = "TLSv1.3";

    /** Those of RFC 8446 that the JDK has, the fastest with AES in hardware first. */
    private static final List<String> CIPHER_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final PeerTrustManager trust;
    private final Supplier<Optional<TlsIdentity>> identity;

    FreshTls(PeerTrustManager trust, Supplier<Optional<TlsIdentity>> identity) {
        this.trust = trust;
        this.identity = identity;
    }

    /** As a new array, for those who want arrays. */
    static String[] protocols() {
        return new String[] {PROTOCOL};
    }

    /** As a new array, for those who want arrays. */
    static String[] cipherSuites() {
        return CIPHER_SUITES.toArray(String[]::new);
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        connected.setSoTimeout(HANDSHAKE_MILLIS);
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(connected, host, port, autoClose);
        socket.setEnabledProtocols(protocols());
        socket.setEnabledCipherSuites(cipherSuites());
        socket.addHandshakeCompletedListener(_ -> endHandshakeTimeout(connected));
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return cipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return cipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw dialsNot();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw dialsNot();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw dialsNot();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw dialsNot();
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(new KeyManager[] {new LiveKeyManager(identity)}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }

    private static void endHandshakeTimeout(Socket connected) {
        try {
            connected.setSoTimeout(0);
        } catch (SocketException e) {
            // Closed meanwhile: whoever reads from it is told.
        }
    }

    private static UnsupportedOperationException dialsNot() {
        return new UnsupportedOperationException("layers TLS over a connected socket only");
    }
}
