package dev.sallyport.pki.x509;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PeerVerifier} as JSSE and Netty want it. Names are checked here, against the one that was given, so endpoint
 * identification by the TLS engine may be on or off.
 *
 * <p>A server must not rely on it alone: an engine that resumes a session does not ask it. See {@link
 * PeerVerifier#verifyClient(javax.net.ssl.SSLSession)}.
 */
public final class PeerTrustManager extends X509ExtendedTrustManager {

    private final PeerVerifier verifier;
    private final @Nullable String serverName;

    PeerTrustManager(PeerVerifier verifier, @Nullable String serverName) {
        this.verifier = verifier;
        this.serverName = serverName;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws PeerRefused {
        if (serverName != null) {
            throw new PeerRefused("this end expects a server, not a client");
        }
        verifier.verifyClient(List.of(chain));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws PeerRefused {
        if (serverName == null) {
            throw new PeerRefused("this end expects a client, not a server");
        }
        verifier.verifyServer(List.of(chain), serverName);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws PeerRefused {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws PeerRefused {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws PeerRefused {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws PeerRefused {
        checkServerTrusted(chain, authType);
    }

    /** None: CAs are not named to the peer, who has one certificate anyway. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
