package dev.sallyport.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.identity.CertifiedIdentity;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PeerVerifierTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant BEGIN = NOW.minusSeconds(60);
    private static final Instant END = NOW.plus(Duration.ofHours(12));

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority hostCa = ca("host");
    private final CertificateAuthority userCa = ca("user");
    private final AtomicReference<TrustedCas> cas =
            new AtomicReference<>(new TrustedCas(List.of(hostCa.certificate()), List.of(userCa.certificate())));
    private final PeerVerifier verifier = PeerVerifier.trusting(cas::get, InstantSource.fixed(NOW));
    private final KeyPair keys = Keys.ecdsaP256(random);

    @Test
    void acceptsTheServerOfTheName() throws PeerRefused {
        // Given
        List<X509Certificate> chain = hostCa.issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, END));

        // When
        VerifiedPeer peer = verifier.verifyServer(chain, ServerNames.AUTH);

        // Then
        assertThat(peer.identity()).isEqualTo(holder(Identity.Kind.AUTH));
        assertThat(peer.notAfter()).isEqualTo(END);
        assertThat(peer.ca()).isEqualTo(hostCa.certificate());
    }

    @Test
    void acceptsPeopleAndMachinesAsClients() throws PeerRefused {
        // Given
        List<X509Certificate> person = userCa.issue(client(Identity.Kind.USER));
        List<X509Certificate> node = hostCa.issue(client(Identity.Kind.NODE));

        // When
        VerifiedPeer personPeer = verifier.verifyClient(person);
        VerifiedPeer nodePeer = verifier.verifyClient(node);

        // Then
        assertThat(personPeer.identity().identity().kind()).isEqualTo(Identity.Kind.USER);
        assertThat(nodePeer.identity().identity().kind()).isEqualTo(Identity.Kind.NODE);
    }

    @Test
    void refusesAServerOfAnotherName() {
        // Given
        List<X509Certificate> chain = hostCa.issue(server(Identity.Kind.PROXY, ServerNames.PROXY, BEGIN, END));

        // When
        String wanted = ServerNames.AUTH;

        // Then
        assertThatThrownBy(() -> verifier.verifyServer(chain, wanted))
                .isInstanceOf(PeerRefused.class)
                .hasMessageContaining("is not auth.sallyport.internal");
    }

    @Test
    void aCaVouchesOnlyForItsKinds() {
        // Given
        List<X509Certificate> personByHostCa = hostCa.issue(client(Identity.Kind.USER));
        List<X509Certificate> nodeByUserCa = userCa.issue(client(Identity.Kind.NODE));
        List<X509Certificate> authByUserCa = userCa.issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, END));

        // When the three are verified

        // Then
        assertThatThrownBy(() -> verifier.verifyClient(personByHostCa)).hasMessageContaining("kind USER");
        assertThatThrownBy(() -> verifier.verifyClient(nodeByUserCa)).hasMessageContaining("kind NODE");
        assertThatThrownBy(() -> verifier.verifyServer(authByUserCa, ServerNames.AUTH))
                .hasMessageContaining("not signed by a CA that is trusted here");
    }

    @Test
    void aClientsCertificateServesNotAsAServersAndBack() {
        // Given
        CertificateTemplate clientOnly = new CertificateTemplate(
                keys.getPublic(),
                holder(Identity.Kind.AUTH),
                List.of(ServerNames.AUTH),
                List.of(),
                BEGIN,
                END,
                CertificateTemplate.Usage.CLIENT);
        CertificateTemplate serverOnly = new CertificateTemplate(
                keys.getPublic(),
                holder(Identity.Kind.AUTH),
                List.of(ServerNames.AUTH),
                List.of(),
                BEGIN,
                END,
                CertificateTemplate.Usage.SERVER);

        // When
        List<X509Certificate> client = hostCa.issue(clientOnly);
        List<X509Certificate> server = hostCa.issue(serverOnly);

        // Then
        assertThatThrownBy(() -> verifier.verifyServer(client, ServerNames.AUTH))
                .hasMessageContaining("not for a TLS server");
        assertThatThrownBy(() -> verifier.verifyClient(server)).hasMessageContaining("not for a TLS client");
    }

    @Test
    void errorsAboutTimeNameTheClock() {
        // Given
        List<X509Certificate> early =
                hostCa.issue(server(Identity.Kind.AUTH, ServerNames.AUTH, NOW.plusSeconds(3600), END));
        List<X509Certificate> late =
                hostCa.issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, NOW.minusSeconds(1)));

        // When both are verified

        // Then
        assertThatThrownBy(() -> verifier.verifyServer(early, ServerNames.AUTH))
                .hasMessageContaining("is not valid until 2026-06-01T13:00:00Z")
                .hasMessageContaining("this machine's clock says 2026-06-01T12:00:00Z: check the clock");
        assertThatThrownBy(() -> verifier.verifyServer(late, ServerNames.AUTH))
                .hasMessageContaining("ended at 2026-06-01T11:59:59Z")
                .hasMessageContaining("this machine's clock says 2026-06-01T12:00:00Z");
    }

    @Test
    void aRotationCountsFromTheNextVerification() throws PeerRefused {
        // Given
        CertificateAuthority next = ca("host");
        List<X509Certificate> old = hostCa.issue(client(Identity.Kind.NODE));
        verifier.verifyClient(old);

        // When
        cas.set(new TrustedCas(List.of(next.certificate()), List.of()));

        // Then
        assertThat(verifier.verifyClient(next.issue(client(Identity.Kind.NODE))).ca())
                .isEqualTo(next.certificate());
        assertThatThrownBy(() -> verifier.verifyClient(old)).hasMessageContaining("not signed by a CA");
    }

    @Test
    void aPinLetsInItsCaOnly() throws PeerRefused {
        // Given
        PeerVerifier pinned = PeerVerifier.pinned(List.of(hostCa.pin()), InstantSource.fixed(NOW));
        List<X509Certificate> mine = hostCa.issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, END));
        List<X509Certificate> foreign = ca("host").issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, END));

        // When
        VerifiedPeer peer = pinned.verifyServer(mine, ServerNames.AUTH);

        // Then
        assertThat(peer.ca()).isEqualTo(hostCa.certificate());
        assertThatThrownBy(() -> pinned.verifyServer(foreign, ServerNames.AUTH))
                .hasMessageContaining("does not match the pin")
                .hasMessageContaining(hostCa.pin().toString());
    }

    @Test
    void aPinnedCaBesideAForeignLeafDoesNotHelp() {
        // Given
        PeerVerifier pinned = PeerVerifier.pinned(List.of(hostCa.pin()), InstantSource.fixed(NOW));
        X509Certificate foreignLeaf = ca("host")
                .issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, END))
                .getFirst();

        // When
        List<X509Certificate> glued = List.of(foreignLeaf, hostCa.certificate());

        // Then
        assertThatThrownBy(() -> pinned.verifyServer(glued, ServerNames.AUTH))
                .hasMessageContaining("not signed by a CA");
    }

    @Test
    void aPinnedLeafIsNotACa() {
        // Given
        List<X509Certificate> node = hostCa.issue(client(Identity.Kind.NODE));
        PeerVerifier pinned = PeerVerifier.pinned(List.of(CaPin.of(node.getFirst())), InstantSource.fixed(NOW));

        // When
        List<X509Certificate> chain = List.of(node.getFirst(), node.getFirst());

        // Then
        assertThatThrownBy(() -> pinned.verifyServer(chain, ServerNames.AUTH)).isInstanceOf(PeerRefused.class);
    }

    @Test
    void aLeafCannotSignFurther() {
        // Given
        List<X509Certificate> node = hostCa.issue(client(Identity.Kind.NODE));

        // When
        X509Certificate leaf = node.getFirst();

        // Then
        assertThatThrownBy(() -> CertificateAuthority.of(keys.getPrivate(), leaf, random))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("not a CA's");
    }

    @Test
    void refusesAPeerThatShowsNothing() {
        // Given
        List<X509Certificate> nothing = List.of();

        // When the peer is verified

        // Then
        assertThatThrownBy(() -> verifier.verifyClient(nothing)).hasMessageContaining("no certificate");
    }

    @Test
    void noLeafOutlivesItsCa() {
        // Given
        CertificateTemplate template =
                server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, NOW.plus(Duration.ofDays(4000)));

        // When it is issued

        // Then
        assertThatThrownBy(() -> hostCa.issue(template))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("outlive its CA");
    }

    @Test
    void aTrustManagerForOneSideRefusesTheOther() {
        // Given
        X509Certificate[] server = hostCa.issue(server(Identity.Kind.AUTH, ServerNames.AUTH, BEGIN, END))
                .toArray(X509Certificate[]::new);

        // When
        PeerTrustManager forServers = verifier.serverTrust(ServerNames.AUTH);
        PeerTrustManager forClients = verifier.clientTrust();

        // Then
        assertThatThrownBy(() -> forServers.checkClientTrusted(server, "EC")).isInstanceOf(PeerRefused.class);
        assertThatThrownBy(() -> forClients.checkServerTrusted(server, "EC")).isInstanceOf(PeerRefused.class);
    }

    private CertificateAuthority ca(String name) {
        return CertificateAuthority.create(name, BEGIN, NOW.plus(Duration.ofDays(3650)), random);
    }

    private CertificateTemplate server(Identity.Kind kind, String name, Instant begin, Instant end) {
        return CertificateTemplate.server(keys.getPublic(), holder(kind), name, begin, end);
    }

    private CertificateTemplate client(Identity.Kind kind) {
        return CertificateTemplate.client(keys.getPublic(), holder(kind), BEGIN, END);
    }

    private static CertifiedIdentity holder(Identity.Kind kind) {
        return CertifiedIdentity.of(new Identity("holder", kind, List.of("r"), Map.of()));
    }
}
