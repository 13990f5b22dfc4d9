package dev.sallyport.proxy.tls;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Certificates;
import dev.sallyport.pki.x509.PeerRefused;
import dev.sallyport.pki.x509.PeerVerifier;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The node behind a TLS connection whose handshake is done, as its verified certificate says.
 *
 * @param id of the node
 * @param name as people type it
 * @param notAfter when the certificate ends
 */
public record NodePeer(String id, String name, Instant notAfter) {

    /** The trait of a node's certificate that holds its name. */
    static final String NAME_TRAIT = "name";

    /** Why somebody is no node; never leaves the event loop that it is thrown on. */
    public static final class NoNode extends Exception {
        NoNode(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Verifies who is there and reads what it is. The trust manager has seen the certificate in a full handshake; a resumed session
     * (RFC 8446, section 2.2) asks no trust manager, and must not bring back an identity whose CA is gone.
     *
     * @throws NoNode where the certificate is not a node's, or is not trusted now
     */
    public static NodePeer of(@Nullable SslHandler tls, PeerVerifier verifier) throws NoNode {
        if (tls == null) {
            throw new NoNode("no TLS");
        }
        try {
            // A copy: the session would keep whatever its own certificate is parsed into, 5 KiB for each agent at rest.
            X509Certificate leaf = Certificates.decode(
                    tls.engine().getSession().getPeerCertificates()[0].getEncoded());
            return of(leaf, verifier.verifyClient(List.of(leaf)).identity().identity());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw new NoNode("no certificate");
        } catch (PeerRefused e) {
            throw new NoNode(String.valueOf(e.getMessage()));
        } catch (Failure e) {
            throw new NoNode(e.text());
        }
    }

    private static NodePeer of(X509Certificate leaf, Identity identity) throws NoNode {
        if (identity.kind() != Identity.Kind.NODE) {
            throw new NoNode("the certificate is for a holder of kind " + identity.kind() + ", expected NODE");
        }
        List<String> names = identity.traits().getOrDefault(NAME_TRAIT, List.of());
        return new NodePeer(
                identity.user(),
                names.isEmpty() ? identity.user() : names.getFirst(),
                leaf.getNotAfter().toInstant());
    }
}
