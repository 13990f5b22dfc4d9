package dev.sallyport.proxy.tls;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.x509.IdentityExtension;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * Reads who is there.
     *
     * @throws NoNode where the certificate is not a node's
     */
    public static NodePeer of(@Nullable SslHandler tls) throws NoNode {
        if (tls == null) {
            throw new NoNode("no TLS");
        }
        try {
            if (tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate leaf) {
                return of(leaf);
            }
            throw new NoNode("no X.509 certificate");
        } catch (SSLPeerUnverifiedException e) {
            throw new NoNode("no certificate");
        } catch (Failure e) {
            throw new NoNode(e.text());
        }
    }

    private static NodePeer of(X509Certificate leaf) throws NoNode {
        Identity identity = IdentityExtension.read(leaf).identity();
        if (identity.kind() != Identity.Kind.NODE) {
            throw new NoNode("the certificate is for a holder of kind " + identity.kind() + ", expected NODE");
        }
        Map<String, List<String>> traits = identity.traits();
        List<String> names = traits.getOrDefault(NAME_TRAIT, List.of());
        return new NodePeer(
                identity.user(),
                names.isEmpty() ? identity.user() : names.getFirst(),
                leaf.getNotAfter().toInstant());
    }
}
