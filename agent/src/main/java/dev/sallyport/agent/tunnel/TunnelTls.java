package dev.sallyport.agent.tunnel;

import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 with the agent's certificate of the moment: as client towards proxies, as server inside a passage. Contexts are
 * made anew for each connection: a resumed session would carry an identity past its renewal.
 */
public final class TunnelTls {

    private static final String CONTROL = "sallyport-control";
    private static final String DATA = "sallyport-data";
    private static final String RELAY = "sallyport-relay";

    private final KeyManager[] keys;
    private final PeerVerifier verifier;
    private final SecureRandom random;

    /**
     * @param identity asked on every handshake
     * @param verifier of proxies
     */
    public TunnelTls(Supplier<Optional<TlsIdentity>> identity, PeerVerifier verifier, SecureRandom random) {
        this.keys = new KeyManager[] {new LiveKeyManager(identity)};
        this.verifier = verifier;
        this.random = random;
    }

    /** Client side of a control stream; the handshake is done. Read timeouts are the caller's. */
    SSLSocket control(Socket below) throws IOException {
        return client(below, CONTROL);
    }

    /** Client side of a data connection in TLS; the handshake is done. */
    SSLSocket data(Socket below) throws IOException {
        return client(below, DATA);
    }

    /** Server side of TLS that a person's client began; the handshake is done. */
    SSLSocket passage(Socket below) throws IOException {
        SSLSocket socket = (SSLSocket) context(new TrustManager[] {verifier.clientTrust()})
                .getSocketFactory()
                .createSocket(below, null, true);
        socket.setUseClientMode(false);
        SSLParameters parameters = parameters(socket, RELAY);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLSocket client(Socket below, String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) context(new TrustManager[] {verifier.serverTrust(ServerNames.PROXY)})
                .getSocketFactory()
                .createSocket(below, ServerNames.PROXY, below.getPort(), true);
        SSLParameters parameters = parameters(socket, protocol);
        parameters.setServerNames(List.of(new SNIHostName(ServerNames.PROXY)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!protocol.equals(socket.getApplicationProtocol())) {
            throw new IOException("the other end speaks TLS and not " + protocol + ": is this a Sallyport proxy?");
        }
        return socket;
    }

    private static SSLParameters parameters(SSLSocket socket, String protocol) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {protocol});
        return parameters;
    }

    private SSLContext context(TrustManager[] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, trust, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS 1.3", e);
        }
    }
}
