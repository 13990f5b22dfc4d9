package dev.sallyport.pki.x509;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.identity.CertifiedIdentity;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Verifies the certificate of whoever is at the other end of TLS: signed by a CA of the moment, valid now, for this side
 * of TLS, with an identity of a kind that this CA may vouch for, and, for servers, with the expected name.
 *
 * <p>CAs come from a supplier that is asked on every verification, so a rotation needs no restart. At first contact there
 * are only {@link CaPin pins}: then the CA comes from the presented chain and must match one.
 */
public final class PeerVerifier {

    private static final Set<Identity.Kind> MACHINES =
            EnumSet.of(Identity.Kind.NODE, Identity.Kind.PROXY, Identity.Kind.AUTH);
    private static final Set<Identity.Kind> PEOPLE = EnumSet.of(Identity.Kind.USER, Identity.Kind.LOCAL_ADMIN);

    private final Anchors anchors;
    private final InstantSource clock;

    private PeerVerifier(Anchors anchors, InstantSource clock) {
        this.anchors = anchors;
        this.clock = clock;
    }

    /** Where the CAs come from. */
    private interface Anchors {
        List<X509Certificate> host(List<X509Certificate> chain) throws PeerRefused;

        List<X509Certificate> user();
    }

    /** Trusts what the supplier says at the moment of each verification. */
    public static PeerVerifier trusting(Supplier<TrustedCas> cas, InstantSource clock) {
        return new PeerVerifier(
                new Anchors() {
                    @Override
                    public List<X509Certificate> host(List<X509Certificate> chain) {
                        return cas.get().host();
                    }

                    @Override
                    public List<X509Certificate> user() {
                        return cas.get().user();
                    }
                },
                clock);
    }

    /** First contact: trusts servers whose chain has a CA with one of these pins, and no client at all. */
    public static PeerVerifier pinned(Collection<CaPin> pins, InstantSource clock) {
        List<CaPin> wanted = List.copyOf(pins);
        return new PeerVerifier(
                new Anchors() {
                    @Override
                    public List<X509Certificate> host(List<X509Certificate> chain) throws PeerRefused {
                        return pinnedCas(chain, wanted);
                    }

                    @Override
                    public List<X509Certificate> user() {
                        return List.of();
                    }
                },
                clock);
    }

    /**
     * Verifies a server.
     *
     * @param chain as presented, leaf first
     * @param serverName a DNS name that its certificate must have, see {@link dev.sallyport.pki.ServerNames}
     */
    public VerifiedPeer verifyServer(List<X509Certificate> chain, String serverName) throws PeerRefused {
        Instant now = clock.instant();
        X509Certificate leaf = leaf(chain);
        X509Certificate ca = CertificatePath.issuer(leaf, anchors.host(chain), now);
        CertificatePath.requirePurpose(leaf, CertificatePath.SERVER_AUTH);
        CertificatePath.requireName(leaf, serverName);
        return peer(leaf, ca, kindsOf(serverName));
    }

    /**
     * Who may answer to a name. The name alone would not do: a machine chooses its own when it joins, and one that is called like
     * auth must not pass for it.
     */
    private static Set<Identity.Kind> kindsOf(String serverName) {
        return switch (serverName) {
            case ServerNames.AUTH -> EnumSet.of(Identity.Kind.AUTH);
            case ServerNames.PROXY -> EnumSet.of(Identity.Kind.PROXY);
            default -> EnumSet.of(Identity.Kind.NODE);
        };
    }

    /**
     * Verifies a client, machine or person.
     *
     * @param chain as presented, leaf first
     */
    public VerifiedPeer verifyClient(List<X509Certificate> chain) throws PeerRefused {
        Instant now = clock.instant();
        X509Certificate leaf = leaf(chain);
        List<X509Certificate> user = anchors.user();
        boolean person = CertificatePath.signedByOneOf(leaf, user);
        X509Certificate ca = CertificatePath.issuer(leaf, person ? user : anchors.host(chain), now);
        CertificatePath.requirePurpose(leaf, CertificatePath.CLIENT_AUTH);
        return peer(leaf, ca, person ? PEOPLE : MACHINES);
    }

    /**
     * Verifies the client of a session that is up. Needed after every handshake and on every call that counts: a resumed
     * session (RFC 8446 2.2) asks no trust manager, and a connection may be older than the end of its certificate or than
     * the revocation of its CA.
     *
     * @return empty where the client showed no certificate
     */
    public Optional<VerifiedPeer> verifyClient(SSLSession session) throws PeerRefused {
        Certificate[] shown;
        try {
            shown = session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : shown) {
            if (!(certificate instanceof X509Certificate x509)) {
                throw new PeerRefused("the peer showed a certificate that is not X.509");
            }
            chain.add(x509);
        }
        return Optional.of(verifyClient(chain));
    }

    /** For TLS clients: accepts servers of this name only, and as a server nobody. */
    public PeerTrustManager serverTrust(String serverName) {
        return new PeerTrustManager(this, serverName);
    }

    /** For TLS servers: accepts clients, and as a client nobody. */
    public PeerTrustManager clientTrust() {
        return new PeerTrustManager(this, null);
    }

    private static X509Certificate leaf(List<X509Certificate> chain) throws PeerRefused {
        if (chain.isEmpty()) {
            throw new PeerRefused("the peer showed no certificate");
        }
        return chain.getFirst();
    }

    private static List<X509Certificate> pinnedCas(List<X509Certificate> chain, List<CaPin> pins) throws PeerRefused {
        List<X509Certificate> cas = chain.stream()
                .skip(1)
                .filter(ca -> ca.getBasicConstraints() >= 0)
                .toList();
        List<X509Certificate> matching =
                cas.stream().filter(ca -> pins.contains(CaPin.of(ca))).toList();
        if (matching.isEmpty()) {
            throw new PeerRefused("the server's CA does not match the pin: expected "
                    + join(pins) + ", the server has "
                    + (cas.isEmpty()
                            ? "none in its chain"
                            : join(cas.stream().map(CaPin::of).toList()))
                    + ". Either this is another cluster or somebody is in between: compare with 'sally tokens add' or"
                    + " the invite");
        }
        return matching;
    }

    private static String join(List<CaPin> pins) {
        return String.join(" or ", pins.stream().map(CaPin::toString).toList());
    }

    private static VerifiedPeer peer(X509Certificate leaf, X509Certificate ca, Set<Identity.Kind> kinds)
            throws PeerRefused {
        CertifiedIdentity identity;
        try {
            identity = IdentityExtension.read(leaf);
        } catch (Failure e) {
            throw new PeerRefused(e.text(), e);
        }
        if (!kinds.contains(identity.identity().kind())) {
            throw new PeerRefused("the certificate is for a holder of kind "
                    + identity.identity().kind() + ", for which its CA may not vouch");
        }
        return new VerifiedPeer(identity, leaf, ca);
    }
}
