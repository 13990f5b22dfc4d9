package dev.sallyport.cli.knock;

import dev.sallyport.protocols.knock.KnockLabels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS 1.3 with ALPN {@value #PROTOCOL} through the proxy to the agent. */
final class RelayConnection implements Connection {

    static final String PROTOCOL = "sallyport-relay";

    /** The proxy dials the agent while the handshake waits. */
    private static final int HANDSHAKE_MILLIS = 30_000;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    private RelayConnection(SSLSocket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * Connects to the proxy and shakes hands with the agent.
     *
     * @param target name or id of the host, which its certificate must have
     * @param body of a new knock
     */
    static RelayConnection open(KnockFile file, String target, byte[] body) throws Refusal, IOException {
        BareConnection bare = BareConnection.open(file.host(), file.port());
        try {
            SSLSocket socket = (SSLSocket) HostTrust.context(file.folder(), target)
                    .getSocketFactory()
                    .createSocket(bare.socket(), target, file.port(), true);
            socket.setSSLParameters(parameters(socket, body));
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new RelayConnection(socket);
        } catch (IOException e) {
            bare.close();
            throw refused(file, target, e);
        } catch (GeneralSecurityException e) {
            bare.close();
            throw new IOException("this Java runtime has no TLS 1.3", e);
        }
    }

    private static SSLParameters parameters(SSLSocket socket, byte[] body) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {PROTOCOL});
        parameters.setServerNames(List.of(new SNIHostName(KnockLabels.encode(body))));
        // The name that is checked is the host's: the server name above is in no certificate, and the check then falls
        // back to it.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private static Refusal refused(KnockFile file, String target, IOException cause) {
        boolean certificate = cause instanceof SSLException && cause.getCause() instanceof GeneralSecurityException;
        if (certificate) {
            return new Refusal(
                    Exit.UNREACHABLE,
                    "whoever answers for " + target + " is not trusted: " + cause.getMessage()
                            + ". Next: sally login --proxy=" + file.proxy()
                            + ", and if this stays, somebody is in between");
        }
        return new Refusal(
                Exit.AWAY,
                "proxy " + file.proxy() + " gave no way to " + target + ", neither bare nor in TLS: "
                        + cause.getMessage() + ". Next: sally ls " + target);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
